/** Begins and ends a profile in a plane's process. */
export const PROFILE_SIGNAL = 'SIGUSR2';
