import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceAccess } from '#lib/domain/sources/source';
import { openSimulatedSource } from '#lib/test-kit/sources/open-simulated-source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

let sandbox: TestSandbox;
const now = Date.UTC(2026, 10, 29, 20);

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

const open = (change: Partial<SourceAccess> = {}) => openSimulatedSource(sandbox, 'fleet', change);
const breaches = () => sandbox.store.breachCount();

test('a walk that ends with a full page looks for one more', async () => {
  await sandbox.control('PUT', '/sandbox/mdm/sizes', { fleet: 1000 });
  expect(await walkSource(open)).toMatchObject({ pages: 3, records: 1000, total: 1000 });
  expect(breaches()).toBe(0);
});

test('a team is read by its name or id; an unknown one is named with those there are', async () => {
  const ofTeam = (team: string) => walkSource(() => open({ settings: { team } }));
  const phones = await ofTeam('phones');
  expect(phones.total).toBe(phones.records);
  expect((await ofTeam('2')).records).toBe(phones.records);
  expect((await ofTeam('1')).records).toBe(60 - phones.records);
  await expect(ofTeam('Servers')).rejects.toMatchObject({
    code: 'setting_not_found',
    message: 'There is no team “Servers”; this user sees: Workstations, Phones',
  });
  expect(breaches()).toBe(0);
});

test('a quick walk reads what was described or judged since', async () => {
  await sandbox.control('PUT', '/sandbox/mdm/sizes', { fleet: 3000 });
  const all = await walkSource(open);
  const since = new Date(now - 3_600_000);
  const quick = await walkSource(open, { walk: 'quick', since });
  for (const [id, { checkedInAt }] of all.checkIns)
    if (new Date(String(checkedInAt)) >= new Date(since.getTime() + 60_000))
      expect(quick.checkIns.has(id)).toBe(true);
  expect(quick.pages).toBeLessThan(6);
  expect(breaches()).toBe(0);
});

test('a host that is removed in the middle of a walk hides no other', async () => {
  await sandbox.control('PUT', '/sandbox/mdm/sizes', { fleet: 1200 });
  const walked = await walkSource(open, {
    before: (pages) => {
      if (pages === 1) for (const number of [3, 4]) sandbox.mdm.change('fleet', number, { removed: true });
    },
  });
  expect(walked.checkIns.size).toBe(1199);
  expect(breaches()).toBe(0);
});

test('one host is read by its id', async () => {
  const at = new Date(now);
  const reader = open();
  expect(await reader.readOne?.('4', at)).toMatchObject({
    checkIn: {
      externalId: '4',
      violations: [
        { policy: 'Disk encryption', action: 'quarantine' },
        { policy: 'System is up to date', action: 'send_alert' },
      ],
    },
  });
  expect(await reader.readOne?.('4000', at)).toBeNull();
  expect(await reader.readOne?.('../teams', at)).toBeNull();
  expect(breaches()).toBe(0);
});

test('a wrong token is refused in the words of Fleet, without the token', async () => {
  const refused = walkSource(() => open({ secrets: { token: 'hush-hush' } }));
  await expect(refused).rejects.toMatchObject({
    code: 'login_refused',
    message: expect.stringMatching(/^localhost:\d+ responded with 401: Authentication required$/) as string,
  });
});
