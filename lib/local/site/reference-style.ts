/** The style of the API reference: legible from 320 px on, in light and in dark. */
export const referenceStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606c;--line:#d9dde3;--ground:#fff;--tint:#f4f5f7;--link:#1f4fc9}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a9b3bf;--line:#323941;--ground:#101317;--tint:#1a1f25;--link:#8ab0ff}}
*{box-sizing:border-box}html{scroll-padding-top:16px}
body{margin:0 auto;max-width:1100px;padding:16px;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
@media (min-width:700px){body{padding:24px}}
h1{font-size:24px}h1 small{color:var(--soft);font-weight:400}h2{margin-top:48px;border-bottom:1px solid var(--line)}
h3{font-size:16px;margin:40px 0 4px}h4{font-size:13px;margin:16px 0 0;color:var(--soft)}
a{color:var(--link)}:focus-visible{outline:2px solid var(--link);outline-offset:2px}:target{background:var(--tint)}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
.roles{color:var(--soft);font-size:13px;margin:4px 0}
nav ul{display:flex;flex-wrap:wrap;gap:8px 16px;list-style:none;padding:0}
dl{margin:4px 0}dt{border-top:1px solid var(--line);padding-top:6px;margin-top:6px}dt small{color:var(--soft)}dd{margin:0 0 0 16px}
pre{overflow:auto;max-height:480px;background:var(--tint);padding:12px;font-size:13px;white-space:pre-wrap}
code{font-size:14px}summary{cursor:pointer;padding:6px 0}
`;
