import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '#lib/auth/create-api-key';
import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import { commandLine, keyOwner } from '#lib/domain/people/actor';
import { keyScopes } from '#lib/domain/people/scope';
import { bulkActionKinds } from '#lib/domain/reports/bulk-action';
import { createException } from '#lib/policies/policy-exceptions';
import { createPolicy } from '#lib/policies/save-policy';
import { createVersionList } from '#lib/policies/version-lists';
import { origin } from './call-route.ts';
import { hostileTexts } from './hostile-values.ts';
import { cookieOf } from './session-cookie.ts';

export const callers = ['admin', 'every scope', 'no scope', 'nobody'] as const;
export type Caller = (typeof callers)[number];

export interface FuzzWorld {
  headersOf: Record<Caller, Record<string, string>>;
  /** What no answer may hold */
  secrets: string[];
  /** Ids that there is something under, by the noun in the path; never a caller's own key or session */
  idsOf: (path: string) => Promise<string[]>;
}

const now = new Date();
const bulkNouns = {
  report: 'bulk-reports',
  retire: 'bulk-retirements',
  move_azure_id: 'bulk-azure-id-moves',
} as const;

/** Callers, and things to call about, whose names are hostile. */
export async function createFuzzWorld(db: Database): Promise<FuzzWorld> {
  const devices = await checkIn(db);
  const cookie = await cookieOf(db, 'admin', 'fuzzer');
  const all = await createApiKey(db, { name: 'all', feed: 'fuzz', scopes: [...keyScopes], now });
  const none = await createApiKey(db, { name: 'none', feed: null, scopes: [], now });
  const bulkActions = new Map<string, string>();
  for (const kind of bulkActionKinds) {
    const { id } = await startBulkAction(db, { kind, deviceIds: devices }, commandLine, now);
    bulkActions.set(bulkNouns[kind], id);
  }
  const reports = await makeReports(db, devices);
  const idsOf = async (path: string): Promise<string[]> => {
    const [, noun = ''] = /^\/api\/v1\/([^/]+)/.exec(path) ?? [];
    if (noun === 'api-keys') return spareKeys(db);
    if (noun === 'feeds') return ['fuzz'];
    if (noun === 'sessions') return spareSessions(db);
    if (noun === 'reports') return reports;
    if (noun === 'views') return (await db.pool.savedView.findMany({ take: 20 })).map(({ id }) => id);
    if (noun === 'policies') return Promise.all(devices.slice(0, 4).map(() => sparePolicy(db)));
    if (noun === 'sources') return Promise.all([1, 2, 3, 4].map(() => spareSource(db)));
    if (noun === 'policy-exceptions' && path.includes('{id}')) return spareExceptions(db, devices);
    if (noun === 'policy-exceptions') return [await sparePolicy(db), ...devices];
    if (noun === 'version-lists') return Promise.all(devices.slice(0, 4).map(() => spareList(db)));
    if (noun === 'export-schedules') return Promise.all([1, 2, 3, 4].map(() => spareSchedule(db)));
    if (noun.startsWith('alert-')) return Promise.all([1, 2, 3, 4].map(() => spareAlert(db, path)));
    const bulkAction = bulkActions.get(noun);
    if (bulkAction !== undefined && path.includes('{id}')) return [bulkAction];
    if (noun === 'bulk-actions' && path.includes('{id}')) return [...bulkActions.values()];
    if (path.includes('{noteId}')) return spareNotes(db, devices, keyOwner({ firstId: all.id }));
    if (path.endsWith('/move-azure-id')) return waitingDevices(db);
    return devices;
  };
  const secret = cookie.split('=')[1] ?? '';
  return {
    idsOf,
    secrets: [secret, all.key, none.key],
    headersOf: {
      admin: { cookie, origin },
      'every scope': { authorization: `Bearer ${all.key}` },
      'no scope': { authorization: `Bearer ${none.key}` },
      nobody: {},
    },
  };
}

async function checkIn(db: Database): Promise<string[]> {
  const checkIns = Object.entries(hostileTexts).map(([externalId, text], index) => ({
    externalId,
    checkedInAt: now.toISOString(),
    device: { name: text, model: text, serialNumber: text, os: 'ios', osVersion: '26.1' },
    user: { principalName: text, displayName: text },
    violations: index % 2 === 0 ? [{ policy: text, action: 'block' }] : [],
    azure: { deviceId: uuidv7(), clientStatusCode: 'Success', userPrincipalName: text },
  }));
  const { results } = await recordCheckIns(db, { feed: 'fuzz', checkIns, now });
  return results.flatMap(({ deviceId }) => (deviceId === null ? [] : [deviceId]));
}

/** Devices whose Azure ids belong to another feed. */
async function waitingDevices(db: Database): Promise<string[]> {
  const checkIns = Array.from({ length: 8 }, () => ({
    externalId: uuidv7(),
    checkedInAt: now.toISOString(),
    device: { name: 'waiting', os: 'ios', osVersion: '26.1' },
    azure: { deviceId: uuidv7(), clientStatusCode: 'Success' },
  }));
  await recordCheckIns(db, { feed: 'holder', checkIns, now });
  const { results } = await recordCheckIns(db, { feed: 'waiting', checkIns, now });
  return results.flatMap(({ deviceId }) => deviceId ?? []);
}

async function makeReports(db: Database, devices: readonly string[]): Promise<string[]> {
  const common = { verdict: 'compliant', stateVersion: 1, trigger: 'manual', status: 'queued' } as const;
  const data = devices.map((deviceId) => ({
    ...common,
    id: uuidv7(),
    deviceId,
    createdAt: now,
    requestedBy: hostileTexts.html ?? null,
  }));
  await db.pool.report.createMany({ data });
  return data.map(({ id }) => id);
}

/** A note has the id of its device: one id fills both places of an address. */
async function spareNotes(db: Database, devices: readonly string[], ownerKey: string): Promise<string[]> {
  const text = hostileTexts.html ?? '';
  const rows = devices.map((id) => ({ id, deviceId: id, text, ownerKey, author: text, createdAt: now }));
  await db.pool.deviceNote.createMany({ data: rows, skipDuplicates: true });
  return [...devices];
}

async function spareKeys(db: Database): Promise<string[]> {
  const make = (name: string) => createApiKey(db, { name, feed: null, scopes: ['devices:read'], now });
  return (await Promise.all(Object.values(hostileTexts).slice(0, 8).map(make))).map(({ id }) => id);
}

async function spareSessions(db: Database): Promise<string[]> {
  await Promise.all(['a', 'b', 'c', 'd'].map((who) => cookieOf(db, 'viewer', who)));
  const where = { username: { not: 'fuzzer@example.com' } };
  return (await db.pool.session.findMany({ where, take: 20 })).map(({ id }) => id);
}

async function sparePolicy(db: Database): Promise<string> {
  const rule = { fact: 'name', op: 'is', value: hostileTexts.html };
  const steps = [{ after: 'PT0S', action: 'monitor' }];
  const input = policyInput.parse({ name: hostileTexts.html, rule, steps });
  return (await createPolicy(db, input, commandLine, now)).id;
}

async function spareList(db: Database): Promise<string> {
  const versions = [{ version: '26.1', releasedAt: '2026-11-03', models: [hostileTexts.html ?? ''] }];
  const name = `${hostileTexts.html} ${uuidv7()}`.slice(-100);
  return (await createVersionList(db, { name, versions }, commandLine, now)).id;
}

async function spareExceptions(db: Database, devices: readonly string[]): Promise<string[]> {
  const policyId = await sparePolicy(db);
  const until = new Date(now.getTime() + 3_600_000).toISOString();
  const giver = { actor: commandLine, owner: 'admin:fuzzer' } as const;
  const give = (deviceId: string) =>
    createException(db, { policyId, deviceId, until, reason: hostileTexts.html ?? '' }, giver, now);
  return (await Promise.all(devices.slice(0, 8).map(give))).map(({ id }) => id);
}

/** A source that the sandbox plays, with a run that has its id: one id fills both places of an address. */
async function spareSource(db: Database): Promise<string> {
  const id = uuidv7();
  const name = `${hostileTexts.html} ${id}`;
  await db.pool.feed.create({ data: { name } });
  const address = { kind: 'intune', url: '', settings: {}, feed: name } as const;
  const times = { observeOnly: true, everyMinutes: 15, fullWalkHour: 2, enabled: false };
  const by = { createdAt: now, createdBy: name, updatedAt: now, updatedBy: name };
  await db.pool.source.create({ data: { id, name, ...address, ...times, ...by } });
  const run = { kind: 'full', state: 'done', stage: 'pages', startedAt: now, requestedBy: name } as const;
  await db.pool.sourceRun.create({ data: { id, sourceId: id, ...run } });
  const externalId = hostileTexts.html ?? null;
  await db.pool.sourceSkip.create({ data: { id, runId: id, externalId, reason: 'no_platform' } });
  return id;
}

/** A destination, a rule or a message that failed, as the path asks for. Only what has a secret is a webhook: mail is not sent here. */
async function spareAlert(db: Database, path: string): Promise<string> {
  const id = uuidv7();
  const name = `${hostileTexts.html} ${id}`.slice(-100);
  const by = { createdAt: now, createdBy: name, updatedAt: now, updatedBy: name };
  if (path.includes('/alert-rules')) {
    const events = { events: ['device.alert'], filter: {}, digest: 'none', digestMinute: 0 } as const;
    const rule = { id, name, ...events, timeZone: 'UTC', enabled: false, ...by };
    await db.pool.alertRule.create({ data: { ...rule, events: [...rule.events] } });
    return id;
  }
  const kind = path.endsWith('/rotate-secret') ? 'webhook' : 'email';
  const destination = { id, name, kind, enabled: false, to: ['nobody@example.com'], language: 'en' } as const;
  await db.pool.alertDestination.create({ data: { ...destination, to: [...destination.to], ...by } });
  if (!path.includes('/alert-deliveries')) return id;
  const message = { id, destinationId: id, eventType: 'test', state: 'failed', attempts: 1 } as const;
  await db.pool.alertDelivery.create({ data: { ...message, createdAt: now, dueAt: now } });
  await db.pool.alertAttempt.create({ data: { deliveryId: id, number: 1, at: now, ms: 1, error: name } });
  return id;
}

/** With a destination of the same id, to which nothing is sent here. */
async function spareSchedule(db: Database): Promise<string> {
  const id = uuidv7();
  const name = `${hostileTexts.html} ${id}`.slice(-100);
  const by = { createdAt: now, createdBy: name, updatedAt: now, updatedBy: name };
  const mail = {
    id,
    name,
    kind: 'email',
    enabled: true,
    to: ['nobody@example.com'],
    language: 'en',
  } as const;
  await db.pool.alertDestination.create({ data: { ...mail, to: [...mail.to], ...by } });
  const list = { filter: {}, sort: 'name', columns: [], every: 'day', minute: 480, timeZone: 'UTC' } as const;
  const schedule = { id, name, ...list, columns: [], whenEmpty: false, enabled: false, ...by };
  await db.pool.exportSchedule.create({
    data: { ...schedule, destinations: { create: { destinationId: id } } },
  });
  return id;
}
