import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** An admin switched partner management on: this ends a deprovisioning. */
export async function markProvisioned(db: Queryable, tenantId: string, now: Date): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.update({
    where: { id: 1 },
    data: { provisionedTenantId: tenantId, provisionedAt: now, deprovisionedAt: null },
  });
}

/** An admin switched partner management off: nothing provisions by itself from here on. */
export async function markDeprovisioned(db: Queryable, now: Date): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.update({
    where: { id: 1 },
    data: { provisionedTenantId: null, provisionedAt: null, deprovisionedAt: now },
  });
}

/** What provisioning changes, for the audit log. */
export function provisioningOf(connection: {
  provisionedTenantId: string | null;
  deprovisionedAt: Date | null;
}) {
  const { provisionedTenantId, deprovisionedAt } = connection;
  return { provisionedTenantId, deprovisioned: deprovisionedAt !== null };
}
