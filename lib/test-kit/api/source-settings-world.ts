import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from './call-route.ts';
import { openTestWeb, type TestWeb } from './test-web.ts';

let web: TestWeb;
export let db: Database;
const keys = { viewer: '', admin: '' };

/** A web process with keys of a viewer and an admin; each test starts without devices and sources. */
export function inSourceSettingsWorld(): void {
  beforeAll(async () => {
    web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
    ({ db } = web);
    const scopes = { viewer: ['devices:read'], admin: ['admin'] } as const;
    for (const name of ['viewer', 'admin'] as const) {
      const made = await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now: new Date() });
      keys[name] = made.key;
    }
  });
  afterAll(() => web.close());
  beforeEach(async () => {
    await db.pool.$executeRaw`TRUNCATE devices, sources, source_runs CASCADE`;
  });
}

export const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });

export const ivanti = {
  name: 'Ivanti EU',
  kind: 'ivanti_neurons',
  url: 'https://eu1.mobileiron.com/',
  settings: { partition: 'Default' },
  secrets: { username: 'api@example.com', password: ' hunter2 ' },
};

export async function create(body: object = ivanti) {
  const { status, json } = await call('POST', 'sources', body);
  expect([status, json]).toEqual([201, expect.anything()]);
  return json;
}
