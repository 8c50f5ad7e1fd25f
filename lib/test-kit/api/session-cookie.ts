import { beginSession } from '#lib/auth/session';
import type { Database } from '#lib/db/core/database';
import type { Role } from '#lib/domain/people/scope';

const hour = 3_600_000;
export const testLimits = { idleMs: 4 * hour, lifetimeMs: 24 * hour };

/** Signs somebody in, and answers the cookie. `who`: different people have different names. */
export async function cookieOf(
  db: Database,
  role: Role,
  who: string = role,
  now = new Date(),
): Promise<string> {
  const person = {
    name: who,
    username: `${who}@example.com`,
    userId: who,
    tenantId: 'tenant',
    roles: [role],
  };
  const from = { address: null, userAgent: 'Test' };
  const context = { now, requestId: 'test', limits: testLimits, replaces: undefined, from };
  const { secret } = await beginSession(db.pool, { ...person, method: 'entra' }, context);
  return `tenko_session=${secret}`;
}
