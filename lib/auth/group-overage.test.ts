import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import type { EntraPerson, EntraSignIn } from '#lib/domain/people/entra-sign-in';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { beginEntraSignIn, finishEntraSignIn } from './entra-sign-in.ts';
import { attemptSecrets } from './secrets.ts';

const now = new Date('2026-11-28T12:00:00Z');
let db: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
});
afterAll(() => close());

/** Comes back from Microsoft as somebody whose token says this. */
async function signIn(claims: Pick<EntraPerson, 'appRoles' | 'groups'>, roleGroups = true) {
  const person = { tenantId: 't', userId: 'u', name: 'Ann', username: 'ann@example.com', ...claims };
  const entra: EntraSignIn = {
    authorizeUrl: async () => 'https://login.example',
    redeem: async () => person,
    signOutUrl: async () => 'https://login.example',
  };
  const { secret: attempt } = await beginEntraSignIn(db, entra, { returnTo: null, now });
  const { state } = attemptSecrets(attempt);
  const answer = { code: 'c', state, error: null, errorDescription: null };
  const groups = roleGroups ? [{ role: 'admin' as const, groupId: 'g' }] : [];
  const context = {
    now,
    requestId: 'r',
    limits: { idleMs: 60_000, lifetimeMs: 60_000 },
    replaces: undefined,
    from: { address: null, userAgent: null },
  };
  return finishEntraSignIn(db, entra, { attempt, answer, roleGroups: groups }, context);
}

test('who is in more groups than the token names is told so, and not that no role is assigned', async () => {
  await expect(signIn({ appRoles: [], groups: null })).rejects.toMatchObject({
    problem: 'groups_overage',
    person: { username: 'ann@example.com' },
  });
  await expect(signIn({ appRoles: [], groups: [] })).rejects.toMatchObject({ problem: 'no_role' });
});

test('groups that the token hides do not matter where a role is assigned, or where no group has one', async () => {
  await expect(signIn({ appRoles: ['Viewer'], groups: null })).resolves.toMatchObject({ roles: ['viewer'] });
  await expect(signIn({ appRoles: [], groups: null }, false)).rejects.toMatchObject({ problem: 'no_role' });
});
