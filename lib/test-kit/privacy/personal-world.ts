import { v7 as uuidv7 } from 'uuid';
import { feedCounter } from '#lib/check-ins/feed-counter';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { partnerEntriesOf, partnerMessageBody } from '#lib/domain/reports/partner-message';
import type { UploadStatus } from '#lib/domain/reports/report-status';
import { makePersonalAlerts } from './personal-alerts.ts';

export const anna = {
  principalName: 'anna@example.com',
  displayName: 'Anna Schmidt',
  azureUserId: '6f0b0f6e-5a9d-4c0e-9a53-0f6c8f1f2a01',
};
const bob = { principalName: 'bob@example.com', displayName: 'Bob Meier', azureUserId: uuidv7() };
const joanna = { principalName: 'joanna@example.com', displayName: 'Joanna Weiß', azureUserId: uuidv7() };
/** Bears the same name, and is another one */
const otherAnna = { principalName: 'a.schmidt@example.com', displayName: 'Anna Schmidt', azureUserId: null };
/** Her object id in Entra before her account was created again there: only an old message has it */
export const formerId = 'b3c7e1aa-0f10-4a8e-8a55-4f2a7c0d9e11';

export const now = new Date();
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
type User = Partial<Record<keyof typeof anna, string | null>>;

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

function azureIdOf(externalId: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(externalId.padEnd(6, '-').slice(0, 6)).toString('hex')}`;
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

async function makeConsole(db: Database, device: (externalId: string) => string): Promise<void> {
  const people = [
    { name: 'Anna Schmidt', username: 'Anna@example.com', userId: anna.azureUserId },
    { name: 'Joanna Weiß', username: 'joanna@example.com', userId: joanna.azureUserId },
  ];
  const { pool } = db;
  await makePolicies(db, device);
  await makeSource(db);
  for (const { name, username, userId } of people) {
    const times = { createdAt: now, lastSeenAt: now, expiresAt: minutes(60) };
    const session = { tokenHash: uuidv7(), id: uuidv7(), role: 'admin', method: 'entra' } as const;
    await pool.session.create({ data: { ...session, name, username, userId, tenantId: 't', ...times } });
    await pool.preferences.create({ data: { owner: `admin:${userId}`, updatedAt: now } });
    const made = { createdAt: now, updatedAt: now };
    for (const shared of [true, false]) {
      const view = { id: uuidv7(), name: `Phones ${shared}`, nameKey: `phones ${shared}`, owner: username };
      const data = { ...view, ownerKey: `admin:${userId}`, shared, query: { filter: {} }, ...made };
      await pool.savedView.create({ data });
    }
    for (const q of [username, name]) {
      const label = `All of ${q}`;
      const view = { id: uuidv7(), name: label, nameKey: label.toLowerCase(), owner: 'bob@example.com' };
      await pool.savedView.create({
        data: { ...view, ownerKey: 'admin:bob', query: { filter: { q } }, ...made },
      });
    }
    const id = uuidv7();
    const filter = { q: username };
    await pool.bulkAction.create({
      data: { id, kind: 'report', filter, requestedBy: username, cancelledBy: username, createdAt: now },
    });
    await pool.bulkItem.create({ data: { bulkActionId: id, deviceId: device('hers') } });
    const keyId = uuidv7();
    const key = { id: keyId, firstId: keyId, lookup: uuidv7(), hash: 'hash', createdAt: now };
    await pool.apiKey.create({
      data: { ...key, name: `key of ${username}`, createdBy: username, revokedBy: username },
    });
    const attempt = { tokenHash: uuidv7(), createdAt: now, expiresAt: minutes(10) };
    await pool.signInAttempt.create({
      data: { ...attempt, returnTo: `/devices?q=${encodeURIComponent(username)}` },
    });
    const actor = { kind: 'admin', name: username, id: userId, requestId: null } as const;
    await recordAudit(pool, { actor, action: 'session.sign_in', target: null, now });
    const by = { kind: 'admin', name: 'bob@example.com', requestId: null } as const;
    const details = { of: username };
    await recordAudit(pool, { actor: by, action: 'session.end', target: null, details, now });
  }
  await pool.walk.updateMany({ where: { name: 'resync' }, data: { startedBy: 'Anna@example.com' } });
  await pool.connection.updateMany({
    data: { pausedBy: 'Anna@example.com', problemDetail: 'anna@example.com was refused' },
  });
  await pool.entraObject.create({
    data: {
      objectId: uuidv7(),
      azureDeviceId: uuidv7(),
      name: 'Android of anna@example.com',
      fullRound: 1,
    },
  });
  await pool.entraObject.create({
    data: {
      objectId: uuidv7(),
      azureDeviceId: azureIdOf('hers'),
      name: 'Annas iPad',
      fullRound: 1,
    },
  });
  await pool.entraDelta.updateMany({ data: { problemDetail: 'anna@example.com was refused' } });
}

/** A policy that Anna wrote, with exceptions for her and by her; and one for Bob. */
async function makePolicies(db: Database, device: (externalId: string) => string): Promise<void> {
  const { pool } = db;
  const [id, savedBy] = [uuidv7(), anna.principalName];
  const rule = { fact: 'encrypted', op: 'isFalse' };
  const scope = { os: [], feeds: [], ownership: [] };
  const definition = { description: 'Ask anna@example.com', scope, rule, steps: [], fix: {} };
  const saved = { version: 1, definition, savedAt: now, savedBy };
  const policy = { name: 'Encryption', enabled: true, mode: 'enforce', changeStartedAt: now } as const;
  await pool.policy.create({ data: { id, ...saved, ...policy, createdAt: now, changeFinishedAt: now } });
  await pool.policyVersion.create({ data: { id: uuidv7(), policyId: id, ...saved } });
  await pool.versionList.create({
    data: {
      id: uuidv7(),
      name: 'Apple iOS',
      versions: [{ version: '26.1', releasedAt: '2026-11-03', models: ['Model of anna@example.com'] }],
      revision: 1,
      versionsAt: now,
      createdAt: now,
      updatedAt: now,
      updatedBy: anna.principalName,
    },
  });
  const exception = { policyId: id, until: minutes(60), createdAt: now };
  const byBob = { createdBy: 'bob@example.com', reason: 'On loan' };
  for (const data of [
    { ...byBob, userPrincipalName: anna.principalName.toLowerCase() },
    { ...byBob, userPrincipalName: 'bob@example.com' },
    { deviceId: device('joannas'), createdBy: 'Anna@example.com', reason: 'As anna@example.com asked' },
  ])
    await pool.policyException.create({ data: { id: uuidv7(), ...exception, ...data } });
}

/** A source that Anna set up and Bob changed, with a run that left a record of hers out. */
async function makeSource({ pool }: Database): Promise<void> {
  const [id, runId, hers, bobs] = [uuidv7(), uuidv7(), 'Anna@example.com', 'bob@example.com'];
  const by = { createdBy: hers, updatedBy: bobs, createdAt: now, updatedAt: now };
  const choices = {
    name: 'MDM',
    kind: 'json',
    url: 'https://mdm.example',
    settings: {},
    feed: 'mdm',
  } as const;
  const times = { observeOnly: false, everyMinutes: 15, fullWalkHour: 2, enabled: true };
  await pool.source.create({ data: { id, ...choices, ...times, ...by } });
  const run = { kind: 'full', state: 'done', stage: 'pages', startedAt: now, requestedBy: hers } as const;
  await pool.sourceRun.create({ data: { id: runId, sourceId: id, ...run, cancelledBy: bobs } });
  const skip = (externalId: string) => ({ id: uuidv7(), runId, externalId, reason: 'no_platform' });
  await pool.sourceSkip.createMany({ data: ['anna@example.com', 'joanna@example.com'].map(skip) });
}
