/** The words at the end of a sign-out. */
export const farewellWords = {
  signedOut: 'You are signed out',
  signedOutHere: 'The sign-in service could not confirm it. On a shared computer, sign out there too.',
} as const;
