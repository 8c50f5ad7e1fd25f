import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { checkInAnswer } from '#lib/contract/check-in';
import { openApiDocument } from '#lib/contract/openapi';
import type { Database } from '#lib/db/core/database';
import { keyScopes } from '#lib/domain/people/scope';
import { callsWith } from '#lib/test-kit/api/call-route';
import type { DocumentedOperation } from '#lib/test-kit/api/fuzz-requests';
import { refusedTexts } from '#lib/test-kit/api/hostile-values';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  ({ key } = await createApiKey(db, { name: 'all', feed: 'f', scopes: [...keyScopes], now: new Date() }));
});
afterAll(() => web.close());

const call = callsWith(() => key);
const checkIn = (more: object, device: object = {}) => ({
  externalId: 'A',
  checkedInAt: '2026-11-23T07:00:00Z',
  device: { name: 'P', os: 'ios', osVersion: '26', ...device },
  ...more,
});

test.each(['__proto__=1', '__proto__=1&__proto__=2', 'constructor=1', 'toString=1', '=1'])(
  'the parameter ?%s is unknown',
  async (query) => {
    const { status, json } = await call('GET', `devices?${query}`);
    expect([status, json.errors[0].path]).toEqual([400, query.split('=')[0]]);
  },
);

test('a key named __proto__ is unknown, too', async () => {
  const { status, json } = await call('PUT', 'preferences', '{"__proto__":{"theme":"dark"}}');
  expect([status, json.errors[0].path]).toEqual([400, '__proto__']);
});

test.each(Object.entries(refusedTexts))(
  '%s loses no check-in unless it tells devices apart, and is refused by name elsewhere',
  async (name, text) => {
    const { json } = await call('POST', 'check-ins', {
      checkIns: [
        checkIn({ externalId: `${name}-1` }, { name: text }),
        checkIn({ externalId: text }),
        checkIn({ externalId: `${name}-2`, user: { displayName: text } }),
        checkIn({ externalId: `${name}-3`, violations: [{ policy: text, action: 'block' }] }),
      ],
    });
    const { results } = checkInAnswer.parse(json);
    expect(results.map(({ outcome, error }) => [outcome, error?.errors[0]?.path])).toEqual([
      ['created', undefined],
      ['rejected', 'externalId'],
      ['created', undefined],
      ['created', undefined],
    ]);
    expect(results.map(({ warnings }) => warnings?.[0]?.path)).toEqual([
      'device.name',
      undefined,
      'user.displayName',
      'violations.0.policy',
    ]);
    const made = await call('POST', 'api-keys', { name: text, scopes: ['devices:read'] });
    expect([made.status, made.json.errors[0].path]).toEqual([400, 'name']);
    const view = await call('POST', 'views', { name: text, query: { filter: {} } });
    expect([view.status, view.json.errors[0].path]).toEqual([400, 'name']);
    const list = await call('PUT', 'preferences', { list: text });
    expect([list.status, list.json.errors[0].path]).toEqual([400, 'list']);
  },
);

test('what is wrong a thousand times is told fifty times, and a huge name in short', async () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`key${n}`, n]));
  const refused = await call('PUT', 'preferences', many);
  expect(refused.json.errors).toHaveLength(50);
  const huge = await call('PUT', 'preferences', { ['k'.repeat(1_000_000)]: 1 });
  expect(huge.status).toBe(400);
  expect(huge.text.length).toBeLessThan(1_500);
});

test('the document tells every refusal that any operation knows, and what must be given', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, DocumentedOperation>> };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses, security }] of Object.entries(methods)) {
      // Anybody may ask whether the process is well.
      if (security !== undefined) continue;
      const usual = ['400', '401', '403', '429', '500', ...(method === 'get' ? [] : ['413'])];
      expect([method, path, usual.filter((status) => responses[status] === undefined)]).toEqual([
        method,
        path,
        [],
      ]);
    }
  }
  const format = paths['/api/v1/audit-events/export']?.get?.parameters?.find(({ name }) => name === 'format');
  expect(format?.required).toBe(true);
});
