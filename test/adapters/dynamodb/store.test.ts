import { describeStore } from '../../ports/store.suite.ts';
import { openEmbeddedWorld } from './embedded-world.ts';

describeStore('the store on DynamoDB', openEmbeddedWorld);
