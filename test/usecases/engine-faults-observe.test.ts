import { describeFaultsOn } from './fault-suite.ts';

describeFaultsOn('observe');
describeFaultsOn('observeMany');
describeFaultsOn('health');
