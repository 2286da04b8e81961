import { people } from './people.ts';

/** The issuer's few pages: plain HTML, no script, light and dark. */

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6470;--line:#d9dde3;--ground:#f6f7f9;--card:#fff;--focus:#2457d6}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a2abb7;--line:#323941;--ground:#101317;--card:#181c21;--focus:#8ab0ff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{width:100%;max-width:400px}
h1{font-size:20px;font-weight:600;margin:0 0 4px}
p{margin:0 0 20px;color:var(--soft)}
ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--card)}
li+li{border-top:1px solid var(--line)}
button{font:inherit;color:inherit;cursor:pointer}
li button{display:block;width:100%;padding:12px 16px;border:0;background:none;text-align:left}
li button:hover{background:var(--ground)}
strong{display:block;font-weight:600}
small{font-size:13px;color:var(--soft)}
.row{display:flex;gap:12px}
.row button{padding:8px 16px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
:focus-visible{outline:2px solid var(--focus);outline-offset:-2px}`;

const page = (title: string, content: string, nonce: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · DXCP local</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${content}</main></body></html>`;

/** Lists everybody who can sign in; each is a button of one form. */
export function signInPage(action: string, nonce: string): string {
  const rows = people.map(
    ({ id, name, title, email }) =>
      `<li><button name="user" value="${id}"><strong>${name}</strong><small>${title} · ${email}</small></button></li>`,
  );
  const content = `<h1>Sign in to DXCP</h1>
<p>This plane runs on your machine. Choose who you want to be.</p>
<form method="post" action="${action}"><ul aria-label="People">${rows.join('')}</ul></form>`;
  return page('Sign in', content, nonce);
}

/** Asks before the session ends; `form` is the form with which the provider wants to be answered. */
export const signOutPage = (form: string, nonce: string): string =>
  page(
    'Sign out',
    `<h1>Sign out of DXCP?</h1><p>Your session on this machine ends.</p>${form}
<div class="row"><button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button form="op.logoutForm">Stay signed in</button></div>`,
    nonce,
  );

export const signedOutPage = (nonce: string): string =>
  page('Signed out', '<h1>You are signed out</h1><p>Close this page, or open DXCP again to sign in.</p>', nonce);

export const troublePage = (what: string, nonce: string): string =>
  page(
    'Sign-in failed',
    `<h1>Signing in did not work</h1><p>${escaped(what)}</p><p><a href="/">Open DXCP and try again</a></p>`,
    nonce,
  );

const escaped = (text: string): string => text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);

/**
 * What the pages may do. Chrome checks `form-action` along redirects too, and a sign-in ends at the UI or at a
 * terminal's loopback port.
 */
export const pagePolicy = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self' http://127.0.0.1:* http://localhost:*; ` +
  `base-uri 'none'; frame-ancestors 'none'`;
