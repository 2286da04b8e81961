/** Grants that a story without trouble need not use: why they are there, and which they are, by function. */

const engineTrouble = ['puts breaker'];
const changesSwitchedOff = ['puts audit', 'puts lane', 'updates quota', 'updates slots'];
/** An end that was written although the engine never had the order gives the quota back. */
const refund = ['updates quota'];
/** Only where a rollback takes over the place of what ends. */
const takenOver = ['reads slots', 'reads killSwitch', 'checks guard'];
/** The functions of a local plane share one process, and so what one of them has read of the configuration. */
const readByAnotherFunction = ['parameters engine'];

/** Limits that were read, and leases that were taken, by another function of the process are good for all. */
const countedByAnotherFunction = ['reads settings', 'updates rate'];

/** Whether a function may do without the grant in the story. */
export const isUnneeded = (path: string, grant: string): boolean =>
  unneeded[path]?.includes(grant) === true || (path.startsWith('api/') && countedByAnotherFunction.includes(grant));

/** Where more groups are concerned than one change takes, all follow the master row. */
const ofManyGroups = ['puts killSwitch', 'reads guard', 'reads groupRegistry'];

export const unneeded: Readonly<Record<string, readonly string[]>> = {
  // Since when there is anything to list is read once, by whichever function lists first.
  'api/audit/list': ['reads settings'],
  'api/deployments/list': ['reads settings'],
  // Only where nobody has looked for some seconds: the schedule is faster.
  'api/deployments/get': ['observes', 'reads watch'],
  // What was never handed over is given its quota back.
  'api/deployments/release': ['updates quota'],
  // Only one that takes over the place of what still runs has that stopped.
  'api/deployments/rollback': ['observes'],
  'api/engine/applications': readByAnotherFunction,
  'api/engine/check': readByAnotherFunction,
  'api/engine/pipelines': readByAnotherFunction,
  'api/engine/status': readByAnotherFunction,
  'api/environments/update': ofManyGroups,
  'api/recipes/update': ofManyGroups,
  // Which groups there are is part of what this one decides on.
  'api/settings/setPlane': ofManyGroups.filter((grant) => grant !== 'reads groupRegistry'),
  'workflow/start': [...engineTrouble, ...changesSwitchedOff, ...readByAnotherFunction],
  'workflow/observe': [
    ...engineTrouble,
    ...refund,
    ...takenOver,
    ...readByAnotherFunction,
    'puts hint',
    'queries hint',
    'puts watch',
    'lists gsi5 deployment',
  ],
  'workflow/finish': [...engineTrouble, ...refund, ...takenOver, ...readByAnotherFunction],
  // Hands over what a machine was lost with.
  'schedule/reconcile': [
    ...engineTrouble,
    ...refund,
    ...readByAnotherFunction,
    'checks guard',
    'workflow begin',
    'reads pulse',
    'reads slots',
    'reads killSwitch',
    'updates slots',
    'puts lane',
    'puts audit',
    // No hour is over in the story.
    'updates denials',
    // Whoever turned the switch died before all had followed; nobody looks before the switch was ever turned.
    'reads guard',
    'updates guard',
  ],
};
