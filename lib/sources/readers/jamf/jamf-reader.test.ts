import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceAccess } from '#lib/domain/sources/source';
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

const open = (change: Partial<SourceAccess> = {}) => openSimulatedSource(sandbox, 'jamf_pro', change);
const order = (path: string, body: object) => sandbox.control('PUT', `/sandbox/mdm/${path}`, body);
const breaches = () => sandbox.store.breachCount();
const requests = (name: string) => sandbox.requests.get(name) ?? 0;

test.each([4, 3, 1])(
  'the inventory of computers is found where version %i is the newest',
  async (jamfVersion) => {
    await order('rules', { jamfVersion });
    const walked = await walkSource(open);
    expect(walked).toMatchObject({ records: 120, total: 120 });
    expect([...walked.checkIns.keys()].filter((id) => id.startsWith('computer-'))).toHaveLength(59);
    expect(walked.skipped).toMatchObject([
      { externalId: null, reason: 'no_id' },
      { externalId: 'mobile-13', reason: 'mapping_failed' },
    ]);
    expect(breaches()).toBe(0);
  },
);

test('a token is used again until its life is nearly over', async () => {
  await order('sizes', { jamf_computers: 1500, jamf_mobile: 1500 });
  let reader = open();
  await walkSource(() => reader);
  expect(requests('jamf-token')).toBe(1);
  await order('rules', { jamfTokenSeconds: 1 });
  reader = open();
  await walkSource(() => reader, {
    before: () => sandbox.mdm.tokens.clear(),
  });
  expect(requests('jamf-token')).toBeGreaterThan(4);
  expect(breaches()).toBe(0);
});

test('a token that is taken back twice is a refused login', async () => {
  sandbox.faults.add({ match: 'mdm-jamf', status: 401, times: 2 });
  await expect(walkSource(open)).rejects.toMatchObject({ code: 'login_refused', status: 401 });
});

test('a device outside the compliant group is quarantined, and Entra ids come from the attribute', async () => {
  const { checkIns } = await walkSource(open);
  expect(checkIns.get('computer-4')?.violations).toEqual([
    { policy: 'Not in the smart group Compliant', action: 'quarantine' },
  ]);
  expect(checkIns.get('computer-1')?.violations).toEqual([]);
  const azure = [...checkIns.values()].map((checkIn) => checkIn.azure);
  expect(azure).toContainEqual({ deviceId: null, clientStatusCode: null });
  expect(azure).toContainEqual(expect.objectContaining({ clientStatusCode: 'Success' }));
});

test('a group that does not exist makes nothing noncompliant', async () => {
  const access = { settings: { compliantGroup: 'Complaint' } };
  await expect(walkSource(() => open(access))).rejects.toMatchObject({ code: 'setting_not_found' });
  const { checkIns } = await walkSource(() => open({ settings: {} }));
  for (const checkIn of checkIns.values()) {
    expect(checkIn.violations).toEqual([]);
    expect(checkIn.azure).toBeUndefined();
  }
});

test('a quick walk reads what sent its inventory since', async () => {
  const all = await walkSource(open);
  const since = new Date(now - 3 * 3_600_000);
  const quick = await walkSource(open, { walk: 'quick', since });
  const expected = [...all.checkIns.values()].filter(
    ({ checkedInAt }) => new Date(String(checkedInAt)) >= since,
  );
  expect([...quick.checkIns.keys()]).toEqual(expected.map(({ externalId }) => externalId));
  expect(quick.total).toBeNull();
  expect(breaches()).toBe(0);
});

test('a device that is removed in the middle of a walk hides no other', async () => {
  await order('sizes', { jamf_computers: 1200, jamf_mobile: 0 });
  const walked = await walkSource(open, {
    before: (pages) => {
      if (pages === 1)
        for (const number of [3, 4]) sandbox.mdm.change('jamf_computers', number, { removed: true });
    },
  });
  expect(walked.checkIns.size).toBe(1199);
  expect(breaches()).toBe(0);
});

test('one device is read by its id, whichever list it is in', async () => {
  const at = new Date(now);
  const reader = open();
  const computer = await reader.readOne?.('computer-7', at);
  expect(computer).toMatchObject({ checkIn: { externalId: 'computer-7', device: { os: 'macos' } } });
  expect(await reader.readOne?.('mobile-7', at)).toMatchObject({ checkIn: { externalId: 'mobile-7' } });
  expect(await reader.readOne?.('mobile-7000', at)).toBeNull();
  expect(await reader.readOne?.('7', at)).toBeNull();
  expect(breaches()).toBe(0);
});

test('a client that is refused, and one without a role, are said in the words of Jamf, without the secret', async () => {
  const clientSecret = 'hush/hush+hush';
  const refused = walkSource(() => open({ secrets: { ...mdmLogins.jamf, clientSecret } }));
  await expect(refused).rejects.toMatchObject({
    code: 'login_refused',
    message: expect.stringContaining('invalid_client') as string,
  });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('hush') as string });
  sandbox.faults.add({ match: 'mdm-jamf', status: 403, untilCleared: true });
  await expect(walkSource(open)).rejects.toMatchObject({ code: 'not_permitted' });
});
