import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';

/** A server of ours whose answers take as long as their path says, in ms, and which stops at a line of its input. */
const program = `
import { createWebServer } from './lib/http/server/web-server.ts';
import { prepareStop } from './lib/http/server/graceful-stop.ts';
import { isLeaving, closingSignal } from './lib/http/server/stopping.ts';
const tell = async (request, response) => {
  const ms = request.url.split('/').at(-1);
  if (ms === 'events') {
    response.write('open');
    closingSignal().addEventListener('abort', () => response.end('moved on'));
    return;
  }
  for await (const _ of request);
  await new Promise((resolve) => setTimeout(resolve, Number(ms)));
  if (!response.headersSent) response.end(isLeaving() ? 'leaving' : 'serving');
};
const server = createWebServer({ https: false, direct: [], pages: tell, others: tell, refused: () => {}, failed: console.error });
const stop = prepareStop(server);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.once('data', async (times) => {
  const began = performance.now();
  await stop(JSON.parse(times));
  console.log(Math.round(performance.now() - began));
  process.exit(0);
});`;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function startServer() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const agent = new Agent({ keepAlive: true });
  ends.push(() => {
    child.kill('SIGKILL');
    agent.destroy();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  return {
    port,
    agent,
    /** Resolves with how long it took, in ms */
    stop: async (times: object) => {
      child.stdin.write(JSON.stringify(times));
      return Number((await lines.next()).value);
    },
    ask: async (path: string) => {
      const [answer] = (await once(get({ port, path, agent }), 'response')) as [IncomingMessage];
      return { headers: answer.headers, status: answer.statusCode, text: (await answer.toArray()).join('') };
    },
    open: () => {
      const socket = connect(port, '127.0.0.1');
      ends.push(() => socket.destroy());
      return once(socket, 'connect').then(() => socket);
    },
  };
}

test('while it leaves, it still takes requests and ends each connection; what is under way is finished', async () => {
  const server = await startServer();
  expect((await server.ask('/0')).headers.connection).toBe('keep-alive');
  const slow = server.ask('/600');
  const idle = await server.open();
  const idleEnded = once(idle, 'close');
  const events = server.ask('/events');
  const stopped = server.stop({ delayMs: 300, withinMs: 5000, idleMs: 200 });
  await expect.poll(async () => (await server.ask('/0')).text, { interval: 10 }).toBe('leaving');
  expect(await server.ask('/0')).toMatchObject({ status: 200, headers: { connection: 'close' } });
  expect(await slow).toMatchObject({ status: 200, headers: { connection: 'close' } });
  expect(await events).toMatchObject({ text: 'openmoved on' });
  await idleEnded;
  const ms = await stopped;
  expect(ms).toBeGreaterThanOrEqual(300);
  expect(ms).toBeLessThan(4000);
});

test('a request on a connection that is kept is answered although no new connection is taken', async () => {
  const server = await startServer();
  const socket = await server.open();
  socket.setEncoding('latin1');
  const ask = 'GET /0 HTTP/1.1\r\nhost: a\r\n\r\n';
  socket.write(ask);
  expect((await once(socket, 'data'))[0]).toMatch(/serving$/);
  const stopped = server.stop({ delayMs: 0, withinMs: 5000, idleMs: 3000 });
  const refused = async () => (await server.open()).destroy();
  await expect.poll(() => refused().catch(({ code }) => code), { interval: 10 }).toBe('ECONNREFUSED');
  socket.write(ask);
  const [answer] = await once(socket, 'data');
  expect(answer).toMatch(/connection: close/i);
  expect(answer).toMatch(/leaving$/);
  expect(await stopped).toBeLessThan(3000);
});

test('what lasts longer than it may is answered with 503 and when to come again', async () => {
  const server = await startServer();
  const upload = request({
    port: server.port,
    path: '/api/0',
    method: 'POST',
    headers: { 'content-length': '100' },
  });
  upload.write('half of it');
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  const slow = server.ask('/60000');
  await server.ask('/0');
  const stopped = server.stop({ delayMs: 0, withinMs: 400, idleMs: 100 });
  expect(await slow).toMatchObject({ status: 503, headers: { 'retry-after': '1', connection: 'close' } });
  const [answer] = await answered;
  expect(answer.statusCode).toBe(503);
  expect(JSON.parse((await answer.toArray()).join(''))).toMatchObject({ code: 'server_stopping' });
  upload.on('error', () => undefined).destroy();
  expect(await stopped).toBeLessThan(3000);
});
