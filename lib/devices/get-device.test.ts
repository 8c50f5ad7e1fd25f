import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { duplicateColumns } from '#lib/db/devices/device-detail';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { locales } from '../i18n/locales.ts';
import { reportNow } from '../reports/report-now.ts';
import { getDevice } from './get-device.ts';
import { writeUserText } from './write-user-text.ts';

let db: Database;
const now = new Date('2026-11-23T08:00:00Z');
const azureId = '007c8232-9489-4074-9b35-345b16f0a72d';

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const actor = { kind: 'admin' as const, name: 'admin', requestId: null };

let made = 0;
async function create(device: Record<string, unknown>, more: Record<string, unknown> = {}, feed = 'one') {
  made += 1;
  const item = {
    externalId: `${made}`,
    checkedInAt: new Date(now.getTime() - 3_600_000 + made * 1000).toISOString(),
    device: { name: `Phone ${made}`, os: 'ios', osVersion: '26', ...device },
    ...more,
  };
  const { results } = await recordCheckIns(db, { feed, checkIns: [item], now });
  return results[0]?.deviceId ?? '';
}

test('duplicates are those with the serial number or the Azure id, and say which one is reported', async () => {
  const azure = { deviceId: azureId, clientStatusCode: 'Success' };
  const mine = await create({ serialNumber: 'SN1', model: 'iPhone 17' }, { azure });
  const both = await create({ serialNumber: 'SN1' }, { azure }, 'two');
  const serial = await create({ serialNumber: 'SN1' });
  const sameId = await create({ serialNumber: 'SN2' }, { azure });
  await create({ model: 'iPhone 17' });
  const { duplicates } = await getDevice(db, mine, now);
  expect(duplicates).toEqual([
    expect.objectContaining({ id: sameId, same: ['azureDeviceId'], isReported: true }),
    expect.objectContaining({ id: serial, same: ['serialNumber'], isReported: false }),
    expect.objectContaining({ id: both, same: ['serialNumber', 'azureDeviceId'], isReported: false }),
  ]);
  expect(duplicates[2]).toMatchObject({
    feed: 'two',
    verdict: 'compliant',
    externalId: '2',
    name: 'Phone 2',
  });
  for (let n = 0; n < 25; n += 1) await create({ serialNumber: 'SHARED-7' });
  const many = await create({ serialNumber: 'SHARED-7' });
  expect((await getDevice(db, many, now)).duplicates).toHaveLength(20);
  await expect(getDevice(db, uuidv7(), now)).rejects.toThrow(/^Device .+ not found\.$/);
});

const text = (id: string, locale: (typeof locales)[number]) => writeUserText(db, id, { locale }, now);
const connected = () => ({ azure: { deviceId: uuidv7(), clientStatusCode: 'Success' } });

test('a user who has to act reads what is wrong, step by step', async () => {
  const violations = [
    { policy: 'OS too old', action: 'block' },
    { policy: 'Passcode', action: 'block' },
    { policy: 'Only watched', action: 'monitor' },
  ];
  const id = await create(
    { name: 'Kana’s iPhone', passcodeSet: false },
    { violations, user: { principalName: 'kana@example.com', displayName: 'Kana' }, ...connected() },
  );
  const { subject, body } = await text(id, 'en');
  expect(subject).toBe('Please take action: your device Kana’s iPhone');
  expect(body).toContain('Hello Kana,');
  expect(body).toContain('these company rules: OS too old and Passcode');
  expect(body).not.toContain('Only watched');
  expect(body).toMatch(/\n1\. Set a passcode[^\n]*\n2\. Fix the points[^\n]*\n3\. Connect the device/);
  const japanese = await text(id, 'ja');
  expect(japanese.subject).toBe('【要対応】お使いのデバイス「Kana’s iPhone」について');
  expect(japanese.body).toContain('OS too old、Passcode');
});

test('all that keeps a device noncompliant is named, not only what is most severe', async () => {
  const violations = [
    { policy: 'Passcode missing', action: 'block' },
    { policy: 'OS too old', action: 'quarantine' },
    { policy: 'Old app', action: 'send_alert' },
  ];
  const id = await create({}, { violations, ...connected() });
  const { blockingViolations, nextStep } = await getDevice(db, id, now);
  expect(blockingViolations.map(({ policy }) => policy).toSorted()).toEqual([
    'OS too old',
    'Passcode missing',
  ]);
  expect(nextStep).toMatchObject({
    step: 'fix_device',
    who: 'user_or_mdm',
    also: [{ step: 'wait_for_queue' }],
  });
  const { body } = await text(id, 'en');
  expect(body).toMatch(
    /these company rules: (OS too old and Passcode missing|Passcode missing and OS too old)/,
  );
  expect(body).not.toContain('Old app');
});

test('who only gets a warning reads of what it is about, and of nothing that is merely watched', async () => {
  const violations = [
    { policy: 'Old app', action: 'send_alert' },
    { policy: 'Watched', action: 'monitor' },
  ];
  const { body } = await text(await create({}, { violations, ...connected() }), 'en');
  expect(body).toContain('this company rule: Old app');
  expect(body).not.toContain('Watched');
});

test('a system that Microsoft takes no reports of is kept, and never reported', async () => {
  for (const os of ['visionos', 'tvos', 'watchos', 'chromeos', 'linux', 'other']) {
    const id = await create({ os }, connected());
    expect(await getDevice(db, id, now)).toMatchObject({
      os,
      obstacle: 'os_unsupported',
      reportTimeBlankReason: 'os_unsupported',
      nextReportAt: null,
      due: null,
      nextStep: { step: 'os_unsupported', who: 'tenant_admin' },
    });
    expect((await text(id, 'en')).body).toContain('does not take the state of a device such as');
    await expect(reportNow(db, id, actor, now)).rejects.toMatchObject({ reason: 'os_unsupported' });
  }
  // A later check-in as another system is due at once.
  const id = await create({ os: 'other' }, connected());
  const { externalId, azureDeviceId } = await getDevice(db, id, now);
  const item = {
    externalId,
    checkedInAt: now.toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26' },
    azure: { deviceId: azureDeviceId, clientStatusCode: 'Success' },
  };
  await recordCheckIns(db, { feed: 'one', checkIns: [item], now });
  expect(await getDevice(db, id, now)).toMatchObject({ obstacle: null, due: { since: expect.any(String) } });
});

test('who cannot do anything is told so, and who is on it', async () => {
  const consent = await create({}, { azure: { clientStatusCode: 'Server_Declined_Scopes' } });
  expect((await text(consent, 'en')).body).toContain('our Microsoft administrators are working on it');
  const silent = await create({});
  expect((await text(silent, 'en')).body).toContain('Our device management team is working on it');
  const mac = { os: 'macos' };
  const canceled = await create(mac, { azure: { clientStatusCode: 'User_Canceled' } });
  expect((await text(canceled, 'en')).body).toContain('1. Open the Company Portal app');
  const fine = await create({}, connected());
  await db.pool.device.update({ where: { id: fine }, data: { azureComplianceStatus: 'successful' } });
  expect((await text(fine, 'en')).body).toContain('You do not have to do anything');
});

test.each(locales)('%s has a text for every situation, without a gap', async (locale) => {
  const devices = await db.pool.device.findMany({
    select: { id: true },
    distinct: ['clientStatusCode', 'os'],
  });
  expect(devices.length).toBeGreaterThan(3);
  for (const { id } of devices) {
    const { subject, body } = await text(id, locale);
    expect(subject + body).not.toMatch(/[{}<>]|userText|undefined|\bnull\b/);
    expect(body.split('\n\n').length).toBeGreaterThan(2);
  }
});

test('a placeholder for a serial number makes no duplicates, and is kept', async () => {
  const azure = { deviceId: '117c8232-9489-4074-9b35-345b16f0a72d', clientStatusCode: 'Success' };
  const id = await create({ serialNumber: 'To be filled by O.E.M.' }, { azure });
  await create({ serialNumber: 'To be filled by O.E.M.' });
  await create({ serialNumber: 'To be filled by O.E.M.' }, { azure });
  const { serialNumber, duplicates } = await getDevice(db, id, now);
  expect(serialNumber).toBe('To be filled by O.E.M.');
  expect(duplicates.map(({ same }) => same)).toEqual([['azureDeviceId']]);
});

test('duplicates are found by indexes', async () => {
  const id = await create({ serialNumber: 'SN-plan' });
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, serial_number, verdict, verdict_since,
      first_check_in_at, last_check_in_at)
    SELECT gen_random_uuid(), 'one', 'plan-' || n, 'plan', 'ios', '26', 'plan-' || n, 'compliant', now(), now(), now()
    FROM generate_series(1, 5000) n`;
  await db.pool.$executeRaw`ANALYZE devices`;
  const plan = await db.rows<object>(
    Prisma.sql`EXPLAIN SELECT ${duplicateColumns} FROM devices d WHERE d.id = ${id}::uuid`,
  );
  const text = JSON.stringify(plan);
  expect(text).toContain('devices_serial_number_idx');
  expect(text).toContain('devices_azure_device_id_idx');
  expect(text).not.toContain('Seq Scan');
  // A regular expression takes PostgreSQL milliseconds.
  expect(text).not.toContain('~');
});
