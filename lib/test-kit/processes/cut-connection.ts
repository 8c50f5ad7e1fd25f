import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface ConnectionToCut {
  /** The same database, through a connection that the test can cut */
  url: string;
  /** Closes every connection at once: PostgreSQL sees exactly what it sees when the client's process is killed. */
  cut(): Promise<void>;
  /** Nothing more comes through what is connected, and nothing is closed, as when a machine is gone; a new connection gets through. */
  freeze(): void;
}

/** Forwards to the server of a database address, until it is cut. */
export async function connectionToCut(databaseUrl: string): Promise<ConnectionToCut> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    for (const side of [socket, onward]) {
      sockets.add(side);
      side.on('error', () => undefined);
    }
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cut: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
