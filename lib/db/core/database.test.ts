import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';

/** One message of PostgreSQL's protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, 'latin1')]);
}

const ready = Buffer.concat([message('R', '\0\0\0\0'), message('Z', 'I')]);
const ended = message('E', 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');

test('a server that stops just when a connection is made fails the transaction, not the process', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // In one piece: the connection is ready and over before anyone could listen to it.
    socket.once('data', () => socket.end(Buffer.concat([ready, ended])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const db = openDatabase(`postgresql://tenko:secret@127.0.0.1:${port}/tenko`);
  try {
    await expect(db.transaction((tx) => tx.feed.count())).rejects.toThrow();
  } finally {
    await db.close();
    server.close();
  }
});
