/** Every instant between two dealings with the outside at which a process may die. A test kills at each. */
export const crashPoints = [
  'start: lease taken, nothing sent',
  'start: engine answered, nothing written',
  'start: searched, nothing written',
  'start: searched in vain, not asked again',
  'start: executions known, none too many stopped',
  'settle: engine searched and asked to stop, nothing written',
  'observe: engine asked to stop, nothing written',
  'observe: engine answered, nothing written',
  'finish: end observed, nothing written',
  'end: place given on, nothing handed over',
  'stream: record seen, machine not started',
  'reconcile: handed over, machine not started',
  'kill switch: some guard rows follow, others not yet',
] as const;

/** The same of whoever seals the audit record. */
export const sealingCrashPoints = [
  'seal: signed, nothing written',
  'seal: written, not kept',
  'seal: kept, not noted',
] as const;

export type CrashPoint = (typeof crashPoints)[number] | (typeof sealingCrashPoints)[number];

let armed: ((point: CrashPoint) => void) | undefined;

/** Lets a test die at a point by throwing; `undefined` disarms. */
export const armCrashPoints = (strike: ((point: CrashPoint) => void) | undefined): void => {
  armed = strike;
};

export const crashPoint = (point: CrashPoint): void => armed?.(point);
