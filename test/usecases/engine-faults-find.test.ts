import { describeFaultsOn } from './fault-suite.ts';

describeFaultsOn('find');
