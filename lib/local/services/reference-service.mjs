// A reference service: the program inside every reference build. It says which version it is, and is as healthy as
// its manifest wants it to be.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { service, version, health } = JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8'));
const environment = process.env.ENVIRONMENT ?? 'unknown';

const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/') return answer(response, 200, { service, version, environment });
  if (path !== '/health') return answer(response, 404, { error: 'not found' });
  if (health === 'silent') return undefined;
  return health === 'failing'
    ? answer(response, 503, { status: 'DOWN', reason: 'cannot reach its database' })
    : answer(response, 200, { status: 'UP' });
});

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

// The plane holds the other end of this pipe: when the plane is gone, however it went, so is the service.
process.stdin.on('end', () => process.exit(0)).resume();

server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
