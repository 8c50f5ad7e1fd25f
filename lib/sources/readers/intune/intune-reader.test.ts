import { afterEach, beforeEach, expect, test } from 'vitest';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import type { SourceAccess } from '#lib/domain/sources/source';
import { openSimulatedSource } from '#lib/test-kit/sources/open-simulated-source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createIntuneReader } from './intune-reader.ts';

let sandbox: TestSandbox;
const now = Date.UTC(2026, 10, 29, 20);

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

const open = (change: Partial<SourceAccess> = {}) => openSimulatedSource(sandbox, 'intune', change);
const breaches = () => sandbox.store.breachCount();
const access: SourceAccess = { kind: 'intune', url: '', settings: {}, secrets: {} };
const first = { walk: 'full', cursor: null, since: null, now: new Date(now) } as const;

test('a quick walk reads what was in contact since, and what is noncompliant', async () => {
  await sandbox.control('PUT', '/sandbox/mdm/sizes', { intune: 3000 });
  const all = await walkSource(open);
  const since = new Date(now - 1_800_000);
  const quick = await walkSource(open, { walk: 'quick', since });
  const expected = [...all.checkIns.values()].filter(
    ({ checkedInAt, violations }) =>
      new Date(String(checkedInAt)) >= since || JSON.stringify(violations).includes('"block"'),
  );
  expect([...quick.checkIns.keys()].sort()).toEqual(expected.map(({ externalId }) => externalId).sort());
  expect(quick.total).toBeNull();
  expect(breaches()).toBe(0);
});

test('a filter of the settings narrows every walk', async () => {
  const macs = { settings: { filter: "operatingSystem eq 'macOS'" } };
  const { checkIns } = await walkSource(() => open(macs));
  expect(checkIns.size).toBeGreaterThan(3);
  for (const { device } of checkIns.values()) expect(device).toMatchObject({ os: 'macos' });
  expect(
    (await walkSource(() => open(macs), { walk: 'quick', since: new Date(now) })).checkIns.size,
  ).toBeLessThan(9);
  expect(breaches()).toBe(0);
});

test('where our filter is refused, a quick walk reads everything; a filter of the settings that is refused is said', async () => {
  sandbox.faults.add({ match: 'managed-devices', status: 400 });
  const quick = await walkSource(open, { walk: 'quick', since: new Date(now) });
  expect(quick).toMatchObject({ records: 60, total: 60 });
  const wrong = walkSource(() => open({ settings: { filter: 'nonsense' } }));
  await expect(wrong).rejects.toMatchObject({ code: 'request_refused', status: 400 });
});

test('one device is read by its id', async () => {
  const { checkIns } = await walkSource(open);
  const [id = ''] = checkIns.keys();
  const reader = open();
  expect(await reader.readOne?.(id, new Date(now))).toEqual({ checkIn: checkIns.get(id) });
  expect(await reader.readOne?.('none', new Date(now))).toBeNull();
  expect(breaches()).toBe(0);
});

test('a missing role, a missing connection and an unreachable tenant are said as such', async () => {
  await sandbox.control('PUT', '/sandbox/roles', { revoked: ['DeviceManagementManagedDevices.Read.All'] });
  await expect(walkSource(open)).rejects.toMatchObject({
    code: 'not_permitted',
    status: 403,
    message: expect.stringContaining('DeviceManagementManagedDevices.Read.All') as string,
  });
  await expect(createIntuneReader(access, undefined).readPage(first)).rejects.toMatchObject({
    code: 'no_connection',
  });
  const failing = (facts: AzureError['facts']) =>
    createIntuneReader(access, () => Promise.reject(new AzureError(facts))).readPage(first);
  const detail = 'words';
  await expect(failing({ kind: 'passing', code: 'name_not_resolved', detail })).rejects.toMatchObject({
    code: 'name_not_resolved',
    message: 'words',
    passes: true,
  });
  await expect(failing({ kind: 'unauthorized', code: 'token_refused', detail })).rejects.toMatchObject({
    code: 'login_refused',
  });
  await expect(
    failing({ kind: 'throttled', code: 'TooManyRequests', detail, status: 429, retryAfterMs: 9000 }),
  ).rejects.toMatchObject({ code: 'rate_limited', status: 429, retryAfterMs: 9000 });
});

test('a link to another host gets no token', async () => {
  const cursor = {
    phase: 'all',
    total: null,
    link: 'https://elsewhere.example/v1.0/deviceManagement/managedDevices',
  };
  await expect(open().readPage({ ...first, cursor })).rejects.toMatchObject({ code: 'redirected_elsewhere' });
});
