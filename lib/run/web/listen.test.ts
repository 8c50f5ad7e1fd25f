import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callerAddress, trustedProxies } from '#lib/http/limits/caller-address';
import { requestContext } from '#lib/http/server/request-context';
import { createWebServer } from '#lib/http/server/web-server';
import { askWeb, listen } from './listen.ts';

let dir: string;
let place: { host: string; port: number; socketPath: string };
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-socket-'));
  const socketPath = join(dir, 'web.sock');
  place = { host: `unix:${socketPath}`, port: 3000, socketPath };
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(dir, { recursive: true, force: true });
});

/** The web process's server: it answers with the caller's address. */
async function serve() {
  const server = createWebServer({
    https: true,
    onUnixSocket: true,
    direct: [],
    pages: async (_request, response) => {
      const { proxied } = requestContext();
      const headers = new Headers(
        Object.entries(_request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      );
      response.end(JSON.stringify({ proxied, address: callerAddress(headers, trustedProxies([])) }));
    },
    others: async (_request, response) => void response.end(),
    refused: () => undefined,
    failed: () => undefined,
  });
  closers.push(() => server.close());
  await listen(server, place);
  return server;
}

async function ask(headers: Record<string, string>): Promise<unknown> {
  const asked = request({
    socketPath: place.socketPath,
    path: '/',
    headers: { host: 'a.example', ...headers },
  });
  asked.end();
  const [answer] = await once(asked, 'response');
  return JSON.parse(await text(answer));
}

test('listens for its user and its group, and removes the socket at the end', async () => {
  const server = await serve();
  expect((await lstat(place.socketPath)).mode & 0o777).toBe(0o660);
  expect(await askWeb(place, '/api/health/ready')).toBe(200);
  server.close();
  await once(server, 'close');
  expect(await lstat(place.socketPath).catch(() => null)).toBeNull();
  expect(await askWeb(place, '/api/health/ready')).toBeNull();
});

test('whoever passes a request on by the socket says where it came from, last in the header', async () => {
  await serve();
  expect(await ask({ 'x-forwarded-for': '6.6.6.6, 198.51.100.7' })).toEqual({
    proxied: true,
    address: '198.51.100.7',
  });
  expect(await ask({})).toEqual({ proxied: true, address: null });
});

test('takes the place of a process that was killed', async () => {
  const program = `require('node:net').createServer().listen(${JSON.stringify(place.socketPath)}, () => console.log('up'))`;
  const killed = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect((await lstat(place.socketPath)).isSocket()).toBe(true);
  await serve();
  expect(await askWeb(place, '/')).toBe(200);
});

test('a socket in use, another file and a folder that is not there are left alone, with one line', async () => {
  await serve();
  const other = createServer();
  await expect(listen(other, place)).rejects.toThrow(
    /^Tenko cannot listen on HOST=unix:\S+: .*used by another/,
  );
  expect(await askWeb(place, '/')).toBe(200);

  const socketPath = join(dir, 'notes.txt');
  await writeFile(socketPath, 'mine');
  await chmod(socketPath, 0o600);
  await expect(listen(other, { ...place, socketPath })).rejects.toThrow(/^[^\n]* is not a socket[^\n]*$/);
  await expect(listen(other, { ...place, socketPath: join(dir, 'none', 'a') })).rejects.toThrow(
    /^[^\n]*\(ENOENT\): its folder must exist[^\n]*$/,
  );
});
