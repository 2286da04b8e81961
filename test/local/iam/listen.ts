import { createServer, type RequestListener } from 'node:http';

export type OwnServer = { readonly url: string; readonly close: () => Promise<void> };

/** Serves on a free port of loopback. */
export async function listen(handler: RequestListener): Promise<OwnServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server is not listening');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
