import { createServer } from 'node:net';

/** Whether this process could listen there now. */
function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return listenOnce(port, host).then(
    () => true,
    () => false,
  );
}

/** A port that was free a moment ago; the preferred one if it still is. */
export async function freePort(preferred: number | null = null, host = '127.0.0.1'): Promise<number> {
  if (preferred !== null && (await isPortFree(preferred, host))) return preferred;
  return listenOnce(0, host);
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
