/** What is said about who is signed in. */
export const personWords = {
  noPages: 'CI publishers work through the API. To look around here, ask your platform team for the observer role.',
  noPagesTitle: 'You are signed in, but your role has no pages here',
  noRoleTitle: 'You are signed in, but have no role yet',
  withoutRole: 'No role yet',
  noRole: 'Ask your platform team to give you one. An observer role is enough to see what runs where.',
  theme: { light: 'Switch to light', dark: 'Switch to dark' },
  signOut: 'Sign out',
} as const;
