import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkInBatch } from '#lib/contract/check-in';
import { deviceQuery } from '#lib/contract/device-list';
import { listDevices } from '#lib/devices/list-devices';
import { writeUserText } from '#lib/devices/write-user-text';
import { locales } from '#lib/i18n/locales';
import { createReportingWorld, type ReportingWorld } from '#lib/test-kit/engine/reporting-world';

/*
 * What real fleets send. `cases` holds bodies of POST /api/v1/check-ins, with {now}, {now+60s} and {now+23h} in place of
 * times. To add a case: put the body there (parts that follow each other as -1 and -2), and what is right here.
 */
vi.setConfig({ testTimeout: 60_000 });

const folder = new URL('cases/', import.meta.url);
const names = readdirSync(fileURLToPath(folder)).map((file) => file.replace(/(-\d+)?\.json$/, ''));

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The body of a case, with the times of now. */
function bodyOf(name: string): unknown[] {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  const filled = text.replaceAll(
    /\{now(?:\+(\d+)([smh]))?\}/g,
    (_, amount = '0', unit: keyof typeof unitMs = 's') =>
      new Date(Date.now() + Number(amount) * unitMs[unit]).toISOString(),
  );
  return checkInBatch.parse(JSON.parse(filled)).checkIns;
}

/** Sends the parts of a case one after the other; the results of each, and the devices of the last. */
async function send(...parts: string[]) {
  const answers = [];
  for (const part of parts) answers.push((await world.checkIn(bodyOf(part))).results);
  const last = answers.at(-1) ?? [];
  expect(answers.flat().filter(({ error }) => error !== undefined)).toEqual([]);
  const ids = last.map(({ deviceId }) => deviceId ?? '');
  return {
    results: answers.flat(),
    ids,
    id: ids[0] ?? '',
    outcomes: answers.flat().map(({ outcome }) => outcome),
    warnings: answers
      .flat()
      .flatMap(({ warnings = [] }) => warnings.map(({ path, code }) => `${path} ${code}`)),
  };
}

const find = async (q: string) =>
  (await listDevices(world.db, deviceQuery.parse({ q }), new Date())).items.map(({ name }) => name);

/** What Entra holds, by Azure id. */
async function inEntra(): Promise<Record<string, object>> {
  const { json } = await world.sandbox.control('GET', '/sandbox/devices');
  const { devices } = json as { devices: { deviceId: string }[] };
  return Object.fromEntries(devices.map((device) => [device.deviceId, device]));
}

const cases: Record<string, () => Promise<void>> = {
  'zero-azure-id': async () => {
    const { ids, outcomes, warnings } = await send('zero-azure-id');
    expect(outcomes).toEqual(['created', 'created']);
    expect(warnings).toEqual(['azure.deviceId no_id', 'azure.deviceId no_id']);
    for (const id of ids) {
      const none = { azureDeviceId: null, obstacle: 'no_device_id', duplicates: [], nextReportAt: null };
      expect(await world.device(id)).toMatchObject(none);
    }
  },

  'empty-text': async () => {
    const { id, outcomes } = await send('empty-text');
    expect(outcomes).toEqual(['created']);
    expect(await world.device(id)).toMatchObject({
      serialNumber: null,
      model: null,
      manufacturer: null,
      userPrincipalName: null,
      userDisplayName: null,
      azureDeviceId: null,
      azureUserPrincipalName: null,
      clientStatusCode: 'Success',
    });
  },

  'year-one': async () => {
    const { id, outcomes, warnings } = await send('year-one');
    expect([outcomes, warnings]).toEqual([['created'], ['violations.0.since before_1970']]);
    expect(await world.device(id)).toMatchObject({
      verdict: 'noncompliant',
      violations: [{ policy: 'Passcode missing', action: 'block', since: null }],
      warnings: [{ path: 'violations.0.since', code: 'before_1970' }],
    });
  },

  'many-violations': async () => {
    const { id, outcomes } = await send('many-violations-1', 'many-violations-2');
    expect(outcomes).toEqual(['created', 'changed']);
    await world.eventually(id, {
      verdict: 'noncompliant',
      reportedVerdict: 'noncompliant',
      violationCount: 261,
    });
    const { violations } = await world.device(id);
    expect([violations.length, violations[0]?.policy]).toEqual([200, 'Jailbroken']);
  },

  'clock-ahead': async () => {
    const { id, outcomes, warnings } = await send('clock-ahead-1', 'clock-ahead-2');
    expect([outcomes, warnings]).toEqual([['created', 'changed'], ['checkedInAt clock_ahead']]);
    await world.eventually(id, { verdict: 'noncompliant', reportedVerdict: 'noncompliant' });
    expect(Date.parse((await world.device(id)).lastCheckInAt)).toBeLessThanOrEqual(Date.now());
  },

  'curly-name': async () => {
    await send('curly-name');
    expect(await find("mia's iphone")).toEqual(['Mia’s iPhone']);
    expect(await find('iphone mia')).toEqual(['Mia’s iPhone']);
    expect(await find('山田かな')).toEqual(['山田 かなのiPhone']);
  },

  'two-block': async () => {
    const { id } = await send('two-block');
    const { nextStep, blockingViolations } = await world.device(id);
    expect(nextStep.who).toBe('user_or_mdm');
    expect(blockingViolations.map(({ policy }) => policy)).toEqual(['OS too old', 'Passcode missing']);
    for (const locale of locales) {
      const { body } = await writeUserText(world.db, id, { locale }, new Date());
      const named = ['Passcode missing', 'OS too old'].filter((policy) => body.includes(policy));
      expect([locale, named.length]).toEqual([locale, 2]);
    }
  },

  'registered-anew': async () => {
    const first = await send('registered-anew-1');
    await world.eventually(first.id, { reportedVerdict: 'compliant' });
    const { id } = await send('registered-anew-2');
    await world.eventually(id, { reportedVerdict: 'noncompliant' });
    const expected = {
      '3eeeeeee-0000-4000-8000-000000000003': { isManaged: false, isCompliant: false },
      '3eeeeeee-0000-4000-8000-000000000004': { isManaged: true, isCompliant: false },
    };
    await vi.waitFor(async () => expect(await inEntra()).toMatchObject(expected), 30_000);
  },

  'renamed-user': async () => {
    const { id } = await send('renamed-user');
    await world.eventually(id, { azureComplianceStatus: 'successful', reportedVerdict: 'compliant' });
  },
};

test.each(Object.entries(cases))('%s', async (_name, right) => right());

test('each case says what is right', () => {
  expect([...new Set(names)].toSorted()).toEqual(Object.keys(cases).toSorted());
});
