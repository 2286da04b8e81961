import { describeFaultsOn } from './fault-suite.ts';

describeFaultsOn('cancel');
