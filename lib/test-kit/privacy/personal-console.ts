import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { writeTags } from '#lib/db/devices/device-tags';
import { recordAudit } from '#lib/db/people/audit';
import { anna, azureIdOf, joanna, minutes, now } from './personal-people.ts';

/** What people leave behind in the console: sessions, views, keys, bulk actions, what they wrote, and their names in texts. */
export async function makeConsole(db: Database, device: (externalId: string) => string): Promise<void> {
  const people = [
    { name: 'Anna Schmidt', username: 'Anna@example.com', userId: anna.azureUserId },
    { name: 'Joanna Weiß', username: 'joanna@example.com', userId: joanna.azureUserId },
  ];
  const { pool } = db;
  await makePolicies(db, device);
  await makeSource(db);
  await makeNotes(db, device);
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

/** What colleagues noted about devices, about Anna's and by her. */
async function makeNotes(db: Database, device: (externalId: string) => string): Promise<void> {
  const tagged = [
    { externalId: 'hers', tags: ['anna@example.com', 'VIP'] },
    { externalId: 'joannas', tags: ['joanna@example.com', 'VIP'] },
  ];
  await db.transaction((tx) =>
    writeTags(
      tx,
      tagged.map(({ externalId, tags }) => ({ deviceId: device(externalId), before: [], after: tags })),
    ),
  );
  const note = (externalId: string, text: string, [author, ownerKey]: readonly [string, string]) =>
    db.pool.deviceNote.create({
      data: { id: uuidv7(), deviceId: device(externalId), text, author, ownerKey, createdAt: now },
    });
  const bob = ['bob@example.com', 'admin:bob'] as const;
  await note('hers', 'Called Anna Schmidt about the screen', bob);
  await note('hers', 'The screen is ordered', bob);
  await note('joannas', 'Asked for a new phone', ['Anna@example.com', `admin:${anna.azureUserId}`]);
}
