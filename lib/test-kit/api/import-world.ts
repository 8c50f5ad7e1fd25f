import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { createWebServer } from '#lib/http/server/web-server';
import { directCalls } from '../../../app/api/direct-calls.ts';
import { bearer } from './call-route.ts';
import { openTestWeb, type TestWeb } from './test-web.ts';

/** The one that the web process has */
let server: ReturnType<typeof createWebServer>;
let web: TestWeb;
export let db: Database;
let port: number;

/** A web process that takes files over real HTTP, with keys; each test starts without devices and sources. */
export function inImportWorld(): void {
  beforeAll(async () => {
    web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
    ({ db } = web);
    const scopes = { viewer: ['devices:read'], feed: ['check-ins:write'], admin: ['admin'] } as const;
    for (const name of ['viewer', 'feed', 'admin'] as const) {
      const feed = name === 'feed' ? 'pushed' : null;
      const key = { name, feed, scopes: [...scopes[name]], now: new Date() };
      keys[name] = (await createApiKey(db, key)).key;
    }
    server = createWebServer({
      https: false,
      direct: directCalls,
      pages: () => Promise.reject(new Error('no page is asked for')),
      others: () => Promise.reject(new Error('Next is not asked')),
      refused: () => undefined,
      failed: () => undefined,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await web.close();
  });
  beforeEach(async () => {
    await db.pool.$executeRaw`TRUNCATE devices, sources CASCADE`;
  });
}

export const keys = { viewer: '', feed: '', admin: '' };

export interface Sent {
  query?: string;
  media?: string;
  as?: keyof typeof keys | null;
  headers?: Record<string, string>;
}

export function open({
  query = 'feed=file',
  media = 'text/csv',
  as = 'admin',
  headers = {},
}: Sent): ClientRequest {
  const path = `/api/v1/imports?${query}`;
  const credentials = as === null ? {} : bearer(keys[as]);
  const all = { 'content-type': media, ...credentials, ...headers };
  return httpRequest({ port, host: '127.0.0.1', method: 'POST', path, headers: all });
}

export async function send(body: string | Iterable<string | Uint8Array>, sent: Sent = {}) {
  const request = open(sent);
  const answered = once(request, 'response');
  for (const part of typeof body === 'string' ? [body] : body) {
    if (!request.write(part)) await Promise.race([once(request, 'drain'), answered]);
  }
  request.end();
  const [response] = await answered;
  const text = (await response.toArray()).join('');
  return { status: response.statusCode as number, json: JSON.parse(text) };
}

export const head = 'externalId,checkedInAt,device.name,device.os,device.osVersion';
export const at = '2026-11-29T07:00:00Z';
export const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `${from + index},${at},Phone ${from + index},ios,26`);
export const none = { created: 0, changed: 0, unchanged: 0, stale: 0, rejected: 0, skipped: 0, warnings: 0 };
export const devices = (feed = 'file') => db.pool.device.count({ where: { feed } });
export const lastImport = () =>
  db.pool.auditEvent.findFirst({ where: { action: 'feed.import' }, orderBy: { id: 'desc' } });

export function* parts(lines: string[], size = 100) {
  for (let from = 0; from < lines.length; from += size)
    yield `${lines.slice(from, from + size).join('\r\n')}\r\n`;
}
