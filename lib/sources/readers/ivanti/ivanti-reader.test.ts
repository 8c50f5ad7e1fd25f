import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceAccess } from '#lib/domain/sources/source';
import { SourceFailure } from '#lib/domain/sources/source-reader';
import { mdmLogins } from '#lib/sandbox/identity';
import { openSimulatedSource } from '#lib/test-kit/sources/open-simulated-source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

let sandbox: TestSandbox;
const now = Date.UTC(2026, 10, 29, 20);

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

const open = (change: Partial<SourceAccess> = {}) => openSimulatedSource(sandbox, 'ivanti_neurons', change);

const order = (path: string, body: object) => sandbox.control('PUT', `/sandbox/mdm/${path}`, body);
const breaches = () => sandbox.store.breachCount();

test('a device that is removed in the middle of a walk hides no other', async () => {
  await order('sizes', { ivanti: 1500 });
  const remove = (number: number) => sandbox.mdm.change('ivanti', number, { removed: true });
  const walked = await walkSource(open, {
    before: (pages) => {
      if (pages === 1) for (const number of [3, 4, 5]) remove(number);
    },
  });
  // All but the damaged one: those removed had been read before.
  expect(walked.checkIns.size).toBe(1499);
  expect(breaches()).toBe(0);
});

test('a quick walk reads what was in contact, what is noncompliant, and what retires', async () => {
  await order('sizes', { ivanti: 2000 });
  const all = await walkSource(open);
  const since = new Date(now - 30 * 60_000);
  const quick = await walkSource(open, { walk: 'quick', since });
  const expected = [...all.checkIns.values()].filter(({ checkedInAt, violations, device }) => {
    const { attributes } = device as { attributes: Record<string, unknown> };
    const isBad = attributes.complianceState === false || attributes.registrationState === 'RETIRE_PENDING';
    return new Date(String(checkedInAt)) >= since || (isBad && (violations as unknown[]).length > 0);
  });
  expect(expected.length).toBeGreaterThan(50);
  for (const { externalId } of expected) expect(quick.checkIns.has(String(externalId))).toBe(true);
  expect(quick.records).toBeLessThan(1000);
  expect(quick.total).toBeNull();
  expect(breaches()).toBe(0);
});

test('one device is read by its id; one that is not there is none', async () => {
  const reader = open();
  const record = await reader.readOne?.('1000004', new Date(now));
  expect(record).toMatchObject({
    checkIn: { externalId: '1000004', violations: [{ action: 'quarantine' }] },
  });
  expect(await reader.readOne?.('1099999', new Date(now))).toBeNull();
  expect(breaches()).toBe(0);
});

test('a space is chosen by name or id; an unknown one is named with those there are', async () => {
  expect((await walkSource(() => open({ settings: { partition: 'warehouse' } }))).records).toBe(0);
  expect((await walkSource(() => open({ settings: { partition: '33533' } }))).records).toBe(60);
  await expect(walkSource(() => open({ settings: { partition: 'Lobby' } }))).rejects.toMatchObject({
    code: 'setting_not_found',
    message: 'There is no space “Lobby”; this user sees: Warehouse, Default Space',
  });
});

test('a filter of the settings narrows every walk', async () => {
  const access = { settings: { filter: 'platformType=OSX' } };
  const full = await walkSource(() => open(access));
  expect(full.records).toBe(11);
  const quick = await walkSource(() => open(access), { walk: 'quick', since: new Date(0) });
  expect([...quick.checkIns.keys()].sort()).toEqual([...full.checkIns.keys()].sort());
  expect(breaches()).toBe(0);
});

test('a wrong password and a portal with a second factor are told apart, without the password', async () => {
  const password = 'wrong horse & battery';
  const failureOf = (change: Partial<SourceAccess>) =>
    walkSource(() => open(change)).then(
      () => null,
      (error: unknown) => error,
    );
  const wrong = await failureOf({ secrets: { ...mdmLogins.ivanti, password } });
  expect(wrong).toBeInstanceOf(SourceFailure);
  expect(wrong).toMatchObject({ code: 'login_refused', status: 401, passes: false });
  expect(String(wrong)).not.toContain(password);
  await order('rules', { secondFactor: true });
  const refused = await failureOf({});
  expect(refused).toMatchObject({ code: 'basic_login_refused' });
  expect(String(refused)).toContain('Password and PIN are required');
});

test('the pause keeps the walk below 60 calls a minute', async () => {
  await order('sizes', { ivanti: 600 });
  const reader = open();
  const first = await reader.readPage({ walk: 'full', cursor: null, since: null, now: new Date(now) });
  expect(first.next?.pauseMs).toBe(2000);
  expect(reader.readOnePauseMs).toBe(1000);
  const second = await reader.readPage({
    walk: 'full',
    cursor: first.next?.cursor ?? null,
    since: null,
    now: new Date(now),
  });
  expect(second).toMatchObject({ next: null, total: 600 });
});
