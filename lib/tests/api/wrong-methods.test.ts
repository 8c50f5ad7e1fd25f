import { globSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allowedMethods } from '#lib/http/server/allowed-methods';
import { projectRoot } from '#lib/paths';
import { inEchoServer, origin, port, refused } from '#lib/test-kit/http/echo-server';

inEchoServer();

const id = '019ab000-0000-7000-8000-000000000000';
const written = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** Every route of the API as Next finds it, with the methods that it has */
const routes = globSync('app/api/**/route.ts', { cwd: projectRoot })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('[...'))
  .map((file) => {
    const source = readFileSync(join(projectRoot, file), 'utf8');
    const own = [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
      ([, name]) => name ?? '',
    );
    const path = file.replace(/^app/, '').replace(/\/route\.ts$/, '');
    return {
      path: path.replace(/\[\w+\]/g, id),
      own: own.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : one)),
    };
  });

const send = (method: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const call = request(`${origin}${path}`, { method, headers }, (answer) => {
      answer.toArray().then((chunks) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: chunks.join('') });
      }, reject);
    });
    call.on('error', reject);
    call.end();
  });

test('each address allows what its route has, and everything else is a problem', async () => {
  expect(routes.length).toBeGreaterThan(90);
  for (const { path, own } of routes) {
    expect([path, allowedMethods(path)?.toSorted()]).toEqual([path, [...own, 'OPTIONS'].toSorted()]);
    for (const method of ['GET', ...written]) {
      const { status, headers, body } = await send(method, `${path}?limit=1`);
      if (own.includes(method)) {
        expect([method, path, status]).toEqual([method, path, 200]);
        continue;
      }
      const problem = JSON.parse(body) as Record<string, unknown>;
      const { 'content-type': type, allow, 'x-request-id': requestId } = headers;
      expect({ path, type, problem }).toMatchObject({
        path,
        type: 'application/problem+json',
        problem: { status: 405, code: 'method_not_allowed', title: 'Method not allowed', requestId },
      });
      expect(String(allow).split(', ').toSorted()).toEqual([...own, 'OPTIONS'].toSorted());
    }
  }
  expect(refused).toEqual([]);
});

test('a long body is read and dropped, and the connection goes on', async () => {
  const body = Buffer.alloc(4_000_000, 'x');
  const answer = await fetch(`${origin}/api/v1/check-ins`, { method: 'PUT', body });
  expect([answer.status, answer.headers.get('connection')]).toEqual([405, 'keep-alive']);
});

test('an address in another spelling is known, too, and an unknown one is for its route', async () => {
  expect((await send('PUT', '/api/v1/dev%69ces')).status).toBe(405);
  expect((await send('PUT', '/api/v1/feeds/a%2Fb/rejections')).status).toBe(405);
  expect((await send('PUT', '/api/v1/nothing')).status).toBe(200);
  expect((await send('OPTIONS', '/api/v1/devices')).status).toBe(200);
});

test('every answer of the API has a request id, whoever makes it', async () => {
  for (const path of ['/api/v1/devices/', '/api/v1/devices', '/api/nothing'])
    expect((await send('GET', path)).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  const socket = connect(port, '127.0.0.1');
  socket.end('no HTTP\r\n\r\n');
  const [answer] = await socket.toArray();
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-request-id: [\da-f-]{36}\r\n/);
  expect(refused[0]?.requestId).toBe(/x-request-id: (\S+)/.exec(String(answer))?.[1]);
});
