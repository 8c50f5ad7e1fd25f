import { v7 as uuidv7 } from 'uuid';
import { feedCounter } from '#lib/check-ins/feed-counter';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { partnerEntriesOf, partnerMessageBody } from '#lib/domain/reports/partner-message';
import type { UploadStatus } from '#lib/domain/reports/report-status';
import { makePersonalAlerts } from './personal-alerts.ts';
import { makeConsole } from './personal-console.ts';
import {
  anna,
  azureIdOf,
  bob,
  formerId,
  joanna,
  minutes,
  now,
  otherAnna,
  type User,
} from './personal-people.ts';

export interface PersonalWorld {
  device: (externalId: string) => string;
  messages: Record<'settled' | 'old' | 'open', string>;
}

/** Everywhere that Tenko keeps something about people, about Anna and about others. */
export async function makePersonalWorld(db: Database): Promise<PersonalWorld> {
  const ids = new Map<string, string>();
  const checkIn = async (at: number, externalId: string, name: string, user: User, azureUser?: string) => {
    const device = { name, os: 'ios', osVersion: `26.${at + 100}`, serialNumber: `S-${externalId}` };
    const azure = {
      deviceId: azureIdOf(externalId),
      clientStatusCode: 'Success',
      ...(azureUser && { userPrincipalName: azureUser }),
    };
    const item = { externalId, checkedInAt: minutes(at).toISOString(), device, user, azure };
    const violations = [{ policy: 'OS too old', action: 'monitor' }];
    const { results } = await recordCheckIns(db, {
      feed: 'mdm',
      checkIns: [{ ...item, violations }],
      now: minutes(at),
    });
    ids.set(externalId, results[0]?.deviceId ?? '');
  };
  await checkIn(-60, 'hers', 'Anna’s iPhone', { ...anna, displayName: 'Anna' });
  await checkIn(-50, 'hers', 'Anna’s iPhone', { ...anna, principalName: 'Anna@Example.com' });
  await checkIn(-60, 'hers-then-bobs', 'Anna-iPad', anna);
  await checkIn(-40, 'hers-then-bobs', 'Bobs iPad', bob);
  await checkIn(-60, 'bobs-then-hers', 'Bob’s phone', bob);
  await checkIn(-40, 'bobs-then-hers', 'Anna’s phone', anna);
  await checkIn(-30, 'bobs-then-hers', 'Anna’s phone', anna);
  await checkIn(-60, 'shared', 'Shared', bob, anna.principalName);
  await checkIn(-60, 'joannas', 'Joanna’s iPhone', joanna);
  await checkIn(-50, 'joannas', 'Joanna’s iPhone 17', joanna);
  await checkIn(-60, 'other-annas', 'Anna’s iPad', otherAnna);
  // A feed that mixes its fields up
  const mixedUp = {
    externalId: 'rejected',
    checkedInAt: now.toISOString(),
    device: { os: anna.principalName },
  };
  await recordCheckIns(db, { feed: 'mdm', checkIns: [mixedUp], now });
  await feedCounter(db).write();
  const device = (externalId: string) => ids.get(externalId) ?? '';
  const messages = await makeReporting(db, device);
  await makeConsole(db, device);
  await makePersonalAlerts(db, now);
  return { device, messages };
}

async function makeReporting(db: Database, device: (externalId: string) => string) {
  const entries = (externalId: string, name: string, user: { principalName: string; azureUserId: string }) =>
    partnerEntriesOf(
      'tenant',
      {
        azureDeviceId: azureIdOf(externalId),
        name,
        os: 'ios',
        osVersion: '26',
        manufacturer: null,
        model: null,
        serialNumber: null,
        userPrincipalName: user.principalName,
        userId: user.azureUserId,
        verdict: 'compliant',
        lastCheckInAt: now,
        lastUpdateTime: now,
      },
      now,
    );
  const message = async (status: UploadStatus, content: object[], reported: string[]) => {
    const id = uuidv7();
    const body = partnerMessageBody('tenant', content, now);
    await db.pool.upload.create({ data: { id, status, body, deviceCount: reported.length, createdAt: now } });
    for (const externalId of reported) {
      const data = {
        deviceId: device(externalId),
        uploadId: id,
        trigger: 'manual',
        stateVersion: 1,
      } as const;
      const verdict = { verdict: 'compliant', status: 'failed', errorCode: 'user_not_found' } as const;
      const by = { requestedBy: externalId === 'joannas' ? 'Anna@example.com' : 'bob@example.com' };
      const errorDetail = externalId === 'hers' ? 'anna@example.com' : null;
      await db.pool.report.create({
        data: { id: uuidv7(), ...data, ...verdict, ...by, errorDetail, createdAt: minutes(-20) },
      });
    }
    return id;
  };
  const hers = entries('hers', 'Anna’s iPhone', anna);
  const settled = [...hers, ...entries('joannas', 'Joanna’s iPhone', joanna)];
  const messages = {
    settled: await message('completed', settled, ['hers', 'joannas']),
    old: await message('failed', entries('hers', 'Anna’s iPhone', { ...anna, azureUserId: formerId }), [
      'hers',
    ]),
    open: await message('sent', hers, ['hers']),
  };
  await message('completed', entries('joannas', 'Joanna’s iPhone', joanna), ['joannas']);
  const call = { firstAt: now, lastAt: now, failed: true, durationMs: 1 } as const;
  for (const name of ['anna@example.com', 'joanna@example.com']) {
    const answer = `{"error":{"message":"Resource '${name}' does not exist."}}`;
    await db.pool.azureCall.create({
      data: { id: uuidv7(), step: 'find_user', ...call, answer, errorDetail: `${name} does not exist.` },
    });
    await db.pool.entraUser.create({
      data: {
        userPrincipalName: name,
        objectId: name === anna.principalName ? anna.azureUserId : joanna.azureUserId,
        lookedUpAt: now,
      },
    });
  }
  await db.pool.device.update({
    where: { id: device('hers') },
    data: { failureCode: 'user_not_found', failureDetail: 'anna@example.com' },
  });
  return messages;
}
