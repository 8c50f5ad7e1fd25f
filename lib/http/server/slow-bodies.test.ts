import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { failed, inEchoServer, origin, refused, server, tell } from '#lib/test-kit/http/echo-server';
import { createWebServer, longestBody } from './web-server.ts';

inEchoServer();

/** Another server with shorter limits, so that nobody has to wait for them. It takes files at `/api/file`. */
async function hurried(longest: typeof longestBody) {
  const file = {
    method: 'POST',
    path: /^\/api\/file$/,
    isUpload: true,
    answer: async (given: Request) => ({ status: 200, headers: {}, body: await given.text() }),
  };
  const quick = createWebServer({
    https: false,
    direct: [file],
    uploads: [{ ...file, path: /^\/api\/next-file$/ }],
    pages: tell,
    others: tell,
    refused: (one) => refused.push(one),
    failed: (error) => failed.push(error),
    checkEveryMs: 20,
    longest,
  });
  quick.listen(0, '127.0.0.1');
  await once(quick, 'listening');
  const begin = (path: string) => {
    const socket = connect((quick.address() as AddressInfo).port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 8\r\n\r\nslow`);
    return { socket, answer: socket.toArray().then((chunks) => chunks.join('')) };
  };
  return { begin, close: () => quick.close() };
}

test('a body that does not come ends the connection, once its time is over; a file has more time', async () => {
  await fetch(origin);
  expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, longestBody.uploadMs]);
  expect(longestBody).toEqual({ bodyMs: 60_000, uploadMs: 1_800_000 });
  const { begin, close } = await hurried({ bodyMs: 100, uploadMs: 60_000 });
  const file = begin('/api/file');
  // As in development, where Next answers it
  const nextFile = begin('/api/next-file');
  const other = begin('/api/x');
  expect(await other.answer).toMatch(/^HTTP\/1\.1 408 /);
  file.socket.write('file');
  expect(await file.answer).toMatch(/^HTTP\/1\.1 200 .*slowfile$/s);
  nextFile.socket.write('file');
  expect(await nextFile.answer).not.toContain(' 408 ');
  expect(refused).toEqual([]);
  close();
});

test('a file that does not come ends the connection, too', async () => {
  const { begin, close } = await hurried({ bodyMs: 60_000, uploadMs: 100 });
  expect(await begin('/api/file').answer).toMatch(/^HTTP\/1\.1 408 /);
  close();
});
