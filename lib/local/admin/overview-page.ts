import type { Overview } from './overview.ts';

/** The overview for people: plain HTML without script. The style comes from the API reference. */
export function overviewPage({ url, data, clock, addresses, users, routes, engine }: Overview): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>DXCP on this machine</title><link rel="stylesheet" href="/docs/reference.css"></head><body>
<h1>DXCP on this machine</h1>
<p>Data in <code>${text(data)}</code>. The plane's clock says ${text(clock.now)} and runs ${clock.speed} times as fast as yours.</p>
<h2>Addresses</h2>${table(Object.entries(addresses).map(([name, address]) => [name, link(address)]))}
<h2>Users</h2><p>Anybody on this machine may be any of them.</p>
${table(users.map(({ id, name, title, email }) => [code(id), text(name), text(title), text(email)]))}
<h2>Routes of the local plane</h2><pre>${text(routes.join('\n'))}</pre>
<pre>curl -s ${text(url)}/.local/token -d '{"user":"owner"}'</pre>
<h2>How the engine can go</h2>
<p>Deploy a version with such a suffix (it must be registered), or set a scenario by its route.</p>
${table(engine.scenarios.map(({ name, description, version }) => [code(name), text(description), code(version)]))}
<h2>How the engine can misbehave</h2>
<p>Calls: ${engine.faultPoints.map(code).join(', ')}. Each fault is used up after <code>times</code> calls.</p>
${table(engine.faults.map(({ kind, description }) => [code(kind), text(description)]))}
<pre>curl -s -X PUT ${text(url)}/.local/engine/faults -d '[{"on":"start","kind":"reset-after","times":1}]'</pre>
</body></html>`;
}

const table = (rows: readonly (readonly string[])[]): string =>
  `<table><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>`;

const code = (raw: string): string => `<code>${text(raw)}</code>`;
const link = (address: string): string =>
  address.includes('{') ? code(address) : `<a href="${text(address)}">${text(address)}</a>`;

const text = (raw: string): string => raw.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
