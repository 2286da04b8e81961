import { openLeanWorld } from '../adapters/dynamodb/lean-world.ts';
import { describeStore } from '../ports/store.suite.ts';

/** The adapter on the lean table is a store like any other, so what is found there is found of the adapter. */
describeStore('The lean table of the simulation', openLeanWorld);
