/** What is said above every page while it holds for the whole plane. */
export const bannerWords = {
  paused: 'Changes are switched off.',
  since: 'Since',
  by: 'by',
  toSwitch: 'Switch changes on again',
  pausedWorks: 'Everything can be read, and a deployment in flight can be cancelled.',
  engine: 'The deployment engine cannot be reached.',
  engineWorks: 'New deployments are refused until it answers. Everything else works.',
  offline: 'You are offline. What you see is the last that was known.',
  newRelease: 'A new version of DXCP is out.',
} as const;
