import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { devicePage } from '#lib/contract/device-list';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';
const now = new Date();
const devices = {
  phone: { os: 'ios', osVersion: '26.1', model: 'iPhone 17', ownership: 'company', encrypted: true },
  tablet: { os: 'ipados', osVersion: '9.3.5', model: 'iPad14,5', ownership: 'personal', encrypted: false },
  laptop: { os: 'macos', osVersion: '26.1' },
} as const;

async function checkIn(changes: Record<string, object> = {}, at = now): Promise<void> {
  const checkIns = Object.entries(devices).map(([externalId, device]) => ({
    externalId,
    checkedInAt: at.toISOString(),
    device: { name: externalId, ...device, ...changes[externalId] },
    violations: externalId === 'tablet' ? [{ policy: 'Lost', action: 'quarantine' }] : [],
  }));
  await recordCheckIns(db, { feed: 'api', checkIns, now: at });
}

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  const scopes = ['devices:read', 'reports:write'] as const;
  ({ key } = await createApiKey(db, { name: 'reader', feed: null, scopes: [...scopes], now }));
  await checkIn();
});
afterAll(() => web.close());

const get = (path: string) => callRoute('GET', `/api/v1/${path}`, { headers: bearer(key) });
async function found(query: string): Promise<string[]> {
  const { items, total } = devicePage.parse((await get(`devices?sort=name&count=exact&${query}`)).json);
  expect(total).toEqual({ value: items.length, exact: true });
  return items.map(({ externalId }) => externalId);
}

test.each([
  ['osVersion=26.1', ['laptop', 'phone']],
  ['osVersion=26', []],
  ['model=iPad14,5', ['tablet']],
  ['model=iPhone 17&model=iPad14,5', ['phone', 'tablet']],
  ['ownership=personal', ['tablet']],
  ['ownership=blank&ownership=company', ['laptop', 'phone']],
  ['encrypted=false', ['tablet']],
  ['encrypted=blank', ['laptop']],
  ['action=quarantine', ['tablet']],
  ['action=blank', ['laptop', 'phone']],
  ['osVersion=26.1&encrypted=true&q=phone', ['phone']],
  ['failureCode=user_not_found', []],
])('%s', async (query, expected) => {
  expect(await found(query)).toEqual(expected);
});

test.each(['ownership=theirs', 'encrypted=yes', 'action=wipe'])('%s is refused, and named', async (query) => {
  const { status, json } = await get(`devices?${query}`);
  const field = query.split('=')[0];
  expect([status, json.errors[0].path]).toEqual([400, `${field}.0`]);
});

test('counts, exports and forecasts of what is done to many keep to the filter', async () => {
  expect((await get('devices/counts?model=iPhone 17')).json).toMatchObject({
    total: 1,
    exact: true,
    by: null,
  });
  const { text } = await get('devices/export?encrypted=false&columns=externalId');
  expect(text.trim().split(/\r?\n/)).toEqual(['externalId', 'tablet']);
});

test('a change of a device moves it, and what no device has is no longer suggested', async () => {
  const names = async (of: string) => (await get(`trait-names?of=${of}`)).json;
  expect(await names('osVersion')).toEqual({ items: ['26.1', '9.3.5'] });
  expect(await names('model')).toEqual({ items: ['iPad14,5', 'iPhone 17'] });
  await checkIn({ tablet: { osVersion: '26.2', encrypted: true } }, new Date(now.getTime() + 1000));
  expect(await found('osVersion=26.2')).toEqual(['tablet']);
  expect(await found('encrypted=true')).toEqual(['phone', 'tablet']);
  expect(await names('osVersion')).toEqual({ items: ['26.1', '26.2'] });
  expect((await get('trait-names?of=serialNumber')).status).toBe(400);
});
