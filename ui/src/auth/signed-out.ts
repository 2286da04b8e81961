/** Where somebody was signed out: at the issuer too, or only in this tab. */
export type SignedOutWhere = 'everywhere' | 'here';

const KEY = 'dxcp-signed-out';
const OWN_KEYS = /^dxcp-/;

/** Remembers for the next page of this tab that its person left, and forgets what they had typed. */
export const noteSignedOut = (where: SignedOutWhere): void => {
  for (const key of Object.keys(sessionStorage).filter((name) => OWN_KEYS.test(name))) sessionStorage.removeItem(key);
  sessionStorage.setItem(KEY, where);
};

/** Whether this page is the end of a sign-out; told once. */
export const takeSignedOut = (): SignedOutWhere | undefined => {
  const where = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (where === null || location.pathname !== '/') return undefined;
  return where === 'everywhere' ? where : 'here';
};
