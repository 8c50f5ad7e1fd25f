import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import type { Actor } from '#lib/domain/people/actor';
import type { KeyScope, Scope } from '#lib/domain/people/scope';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { issueApiKey, revokeApiKey, rotateApiKey } from '../api-keys/change-api-keys.ts';
import { listApiKeys } from '../api-keys/list-api-keys.ts';
import { authenticateByKey } from './authenticate.ts';
import { createApiKey, ensureBootstrapKey } from './create-api-key.ts';
import { hashOf } from './secrets.ts';

let db: Database;
const ann: Actor = { kind: 'admin', name: 'ann', requestId: null };
const admin = { actor: ann, scopes: ['admin'] as Scope[], endsAt: null };
const start = new Date('2026-11-23T07:00:00Z');
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const day = 24 * 60;

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const use = (key: string, scope: Scope, now: Date) =>
  authenticateByKey(
    db,
    scope,
    { authorization: `Bearer ${key}`, requestId: 'r', from: { address: null, userAgent: null } },
    now,
  );
const rowOf = (id: string) => db.pool.apiKey.findUniqueOrThrow({ where: { id } });

test('a key is found by its prefix and stored as a hash only; any other secret behind that prefix is refused', async () => {
  const made = await issueApiKey(db, { name: 'reader', scopes: ['devices:read'] }, admin, start);
  expect(made.key).toMatch(/^tenko_[0-9a-z]{8}_[\w-]{43}$/);
  expect(made.prefix).toBe(made.key.slice(0, 14));
  const row = await rowOf(made.id);
  expect(JSON.stringify(row)).not.toContain(made.key.slice(15));
  expect(row.hash).toBe(hashOf(made.key));
  expect(await use(made.key, 'devices:read', start)).toMatchObject({
    actor: { name: 'reader', id: made.id },
  });

  const forged = made.key.slice(0, -1) + (made.key.endsWith('A') ? 'B' : 'A');
  await expect(use(forged, 'devices:read', start)).rejects.toMatchObject({
    code: 'not_authenticated',
    key: made.prefix,
    actor: { kind: 'unknown', name: '' },
  });
  for (const none of ['', 'x', made.prefix ?? '', `${made.prefix}_`, `tenko_zzzzzzzz_${'A'.repeat(43)}`]) {
    await expect(use(none, 'devices:read', start)).rejects.toMatchObject({
      code: 'not_authenticated',
      key: null,
    });
  }
});

test('keys made before keys had prefixes stay valid', async () => {
  const key = `tenko_${'k'.repeat(43)}`;
  const lookup = hashOf(key).slice(0, 16);
  await db.pool.apiKey.create({
    data: {
      id: '019ab000-0000-7000-8000-00000000000a',
      name: 'old',
      lookup,
      hash: hashOf(key),
      firstId: '019ab000-0000-7000-8000-00000000000a',
      scopes: ['reports_write'],
      createdAt: start,
    },
  });
  expect(await use(key, 'devices:read', start)).toMatchObject({ actor: { name: 'old' }, endsAt: null });
  const { items } = await listApiKeys(db, { limit: 100 }, start);
  expect(items.find(({ name }) => name === 'old')).toMatchObject({
    prefix: null,
    createdBy: null,
    state: 'active',
  });
});

test.each<[KeyScope, Scope[]]>([
  ['check-ins:write', ['check-ins:write']],
  ['devices:read', ['devices:read']],
  ['reports:write', ['devices:read', 'reports:write']],
  ['admin', ['check-ins:write', 'devices:read', 'reports:write', 'admin', 'audit:read']],
])('a key with %s may do exactly that', async (scope, allowed) => {
  const { key } = await createApiKey(db, { name: scope, feed: 'f', scopes: [scope], now: start });
  for (const wanted of ['check-ins:write', 'devices:read', 'reports:write', 'admin', 'audit:read'] as const) {
    const call = use(key, wanted, start);
    if (allowed.includes(wanted)) await expect(call).resolves.toMatchObject({ feed: 'f' });
    else await expect(call).rejects.toMatchObject({ code: 'not_authorized', actor: { name: scope } });
  }
});

test('a key ends at its time, to the millisecond', async () => {
  const expiresAt = later(60);
  const { key } = await createApiKey(db, {
    name: 'brief',
    feed: null,
    scopes: ['devices:read'],
    expiresAt,
    now: start,
  });
  await use(key, 'devices:read', new Date(expiresAt.getTime() - 1));
  await expect(use(key, 'devices:read', expiresAt)).rejects.toMatchObject({
    code: 'not_authenticated',
    message: 'This API key is expired.',
    actor: { kind: 'api_key', name: 'brief' },
  });
});

test('its last use is written at most once a minute, and never set back', async () => {
  const { id, key } = await createApiKey(db, {
    name: 'busy',
    feed: null,
    scopes: ['devices:read'],
    now: start,
  });
  const usedAt = async (now: Date) => {
    await use(key, 'devices:read', now);
    return (await rowOf(id)).lastUsedAt;
  };
  expect(await usedAt(start)).toEqual(start);
  expect(await usedAt(later(1))).toEqual(start);
  expect(await usedAt(later(1.1))).toEqual(later(1.1));
  expect(await usedAt(later(0.5))).toEqual(later(1.1));
});

test('a rotated key stays valid for its overlap beside the new one, and cannot be rotated again', async () => {
  const old = await issueApiKey(db, { name: 'feed', scopes: ['check-ins:write'], feed: 'mdm' }, admin, start);
  const made = await rotateApiKey(db, old.id, { overlapHours: 24 }, admin, later(10));
  expect(made).toMatchObject({ name: 'feed', scopes: ['check-ins:write'], feed: 'mdm', expiresAt: null });
  for (const key of [old.key, made.key]) {
    expect(await use(key, 'check-ins:write', later(9 + day))).toMatchObject({ feed: 'mdm' });
  }
  await expect(use(old.key, 'check-ins:write', later(10 + day))).rejects.toMatchObject({
    code: 'not_authenticated',
  });
  await use(made.key, 'check-ins:write', later(10 + day));
  const shown = (await listApiKeys(db, { limit: 100 }, later(11))).items.find(({ id }) => id === old.id);
  expect(shown).toMatchObject({
    state: 'replaced',
    replacedBy: made.id,
    expiresAt: later(10 + day).toISOString(),
  });
  await expect(rotateApiKey(db, old.id, { overlapHours: 0 }, admin, later(11))).rejects.toMatchObject({
    code: 'key_ended',
    reason: 'replaced',
  });
});

test('rotation lends a key no time: the old one never lasts longer, the new one as long as the old was made for', async () => {
  const input = {
    name: 'short',
    scopes: ['devices:read'] as KeyScope[],
    expiresAt: later(120).toISOString(),
  };
  const old = await issueApiKey(db, input, admin, start);
  const made = await rotateApiKey(db, old.id, { overlapHours: 24 }, admin, later(60));
  expect(made.expiresAt).toBe(later(180).toISOString());
  expect((await rowOf(old.id)).expiresAt).toEqual(later(120));
  const atOnce = await rotateApiKey(db, made.id, { overlapHours: 0, expiresAt: null }, admin, later(61));
  expect(atOnce.expiresAt).toBeNull();
  await expect(use(made.key, 'devices:read', later(61))).rejects.toMatchObject({ code: 'not_authenticated' });
});

test('a revoked key ends at once; what is told to the audit log holds no secret', async () => {
  const made = await issueApiKey(db, { name: 'leaked', scopes: ['devices:read'] }, admin, start);
  expect(await revokeApiKey(db, made.id, ann, later(1))).toMatchObject({
    state: 'revoked',
    revokedBy: 'ann',
  });
  expect(await revokeApiKey(db, made.id, { ...ann, name: 'ben' }, later(2))).toMatchObject({
    revokedBy: 'ann',
  });
  await expect(use(made.key, 'devices:read', later(1))).rejects.toMatchObject({ key: made.prefix });
  const events = await db.pool.auditEvent.findMany({ where: { target: made.id }, orderBy: { at: 'asc' } });
  expect(events.map(({ action, before, after }) => [action, before, after])).toMatchObject([
    [
      'api_key.create',
      null,
      { name: 'leaked', prefix: made.prefix, scopes: ['devices:read'], expiresAt: null },
    ],
    ['api_key.revoke', { state: 'active' }, { state: 'revoked' }],
  ]);
  expect(JSON.stringify(events)).not.toContain(made.key.slice(15));
});

test('nobody makes a key that may do more, or lasts longer, than they themselves', async () => {
  const reader = { actor: ann, scopes: ['devices:read'] as KeyScope[], endsAt: null };
  const beyond = { name: 'more', scopes: ['reports:write'] as KeyScope[] };
  await expect(issueApiKey(db, beyond, reader, start)).rejects.toMatchObject({ code: 'not_authorized' });
  const ending = { ...admin, endsAt: later(60) };
  for (const expiresAt of [undefined, null, later(61).toISOString()]) {
    const input = { name: 'longer', scopes: ['devices:read'] as KeyScope[], expiresAt };
    await expect(issueApiKey(db, input, ending, start)).rejects.toMatchObject({ code: 'not_authorized' });
  }
  const fitting = { name: 'fitting', scopes: ['admin'] as KeyScope[], expiresAt: later(60).toISOString() };
  const { id } = await issueApiKey(db, fitting, ending, start);
  await expect(rotateApiKey(db, id, { overlapHours: 1 }, ending, later(1))).rejects.toMatchObject({
    code: 'not_authorized',
  });
});

test('the key of the environment follows it: another value ends the former, none ends it; nobody else changes it', async () => {
  const bootstrap = async () =>
    await db.pool.apiKey.findMany({ where: { managed: true }, orderBy: { createdAt: 'asc' } });
  await createApiKey(db, { name: 'bootstrap', feed: null, scopes: ['devices:read'], now: start });
  await ensureBootstrapKey(db, 'first-value', start);
  await ensureBootstrapKey(db, 'first-value', later(1));
  await ensureBootstrapKey(db, 'second-value', later(2));
  const [first, second] = await bootstrap();
  expect([first?.revokedAt, second?.revokedAt]).toEqual([later(2), null]);
  await use('second-value', 'admin', later(3));
  await expect(use('first-value', 'admin', later(3))).rejects.toMatchObject({ code: 'not_authenticated' });
  for (const change of [
    revokeApiKey(db, second?.id ?? '', ann, later(3)),
    rotateApiKey(db, second?.id ?? '', { overlapHours: 1 }, admin, later(3)),
  ]) {
    await expect(change).rejects.toMatchObject({ code: 'key_managed' });
  }
  await ensureBootstrapKey(db, null, later(4));
  await expect(use('second-value', 'admin', later(5))).rejects.toMatchObject({ code: 'not_authenticated' });
  const named = await db.pool.apiKey.findFirst({ where: { name: 'bootstrap', managed: false } });
  expect(named?.revokedAt).toBeNull();
  const told = await db.pool.auditEvent.findMany({
    where: { action: 'api_key.environment' },
    orderBy: { at: 'asc' },
  });
  expect(told.map(({ details }) => details)).toEqual([
    { made: true, ended: 0 },
    { made: true, ended: 1 },
    { made: false, ended: 1 },
  ]);
});
