import { once } from 'node:events';
import { createServer } from 'node:http';

/** What the contract's webhook stages call. Ends every second look at `/watch` badly, so that it is seen running first. */
export async function openContractTarget(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  let looks = 0;
  const watched = () => {
    looks += 1;
    return looks % 2 === 1 ? { state: 'RUNNING' } : { state: 'FAILED', message: 'Back-off: CrashLoopBackOff' };
  };
  const server = createServer((request, response) => {
    const [status, body] = answerTo(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const answerTo = (path: string): [number, object] => {
    if (path === '/accept') return [200, { ok: true }];
    if (path === '/begin') return [202, { state: 'RUNNING', watch: `${url}/watch` }];
    if (path === '/busy') return [503, { message: 'no healthy upstream' }];
    if (path === '/watch') return [200, watched()];
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    return [422, { error: 'unhealthy', message }];
  };
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
