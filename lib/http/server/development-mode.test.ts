import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createWebServer } from './web-server.ts';

const open: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server whose Next answers everything, and takes every socket that it is given. */
async function start(development: boolean): Promise<string> {
  const server = createWebServer({
    https: false,
    development,
    direct: [],
    pages: async (_request, response) => void response.end('page'),
    others: async (_request, response) => void response.end('other'),
    refused: () => undefined,
    failed: () => undefined,
  });
  server.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The status for a browser that asks to go on by WebSocket. */
async function upgrade(address: string): Promise<number | undefined> {
  const asked = request(address, { headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
  return new Promise((resolve, reject) => {
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
  });
}

const tools = ['/__nextjs_original-stack-frames', '/__nextjs_launch-editor', '/_next/hmr'];

test('in production Next has no tools and no socket', async () => {
  const origin = await start(false);
  for (const path of tools) {
    expect((await fetch(origin + path, { method: 'POST' })).status, path).toBe(405);
  }
  expect(await upgrade(`${origin}/_next/hmr`)).toBe(404);
});

test('in development Next gets its tools and the socket of hot reload, and no other', async () => {
  const origin = await start(true);
  for (const path of tools) {
    const answer = await fetch(origin + path, { method: 'POST' });
    expect(await answer.text(), path).toBe('other');
  }
  expect(await upgrade(`${origin}/_next/hmr?id=1`)).toBe(101);
  expect(await upgrade(`${origin}/devices`)).toBe(200);
  expect((await fetch(`${origin}/devices`, { method: 'POST' })).status).toBe(405);
});
