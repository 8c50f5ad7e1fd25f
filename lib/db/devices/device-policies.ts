import type { DeviceState } from '#lib/domain/devices/device-state';
import type { Queryable } from '../core/prisma.ts';

type Violations = Pick<DeviceState, 'violations' | 'policyState'>;

interface Violating {
  id: string;
  /** Null: it is new */
  before: Violations | null;
  after: Violations;
}

/** What lists look for: the names of policies, and the ids of Tenko's own. */
function keysOf(device: Violations | null): Set<string> {
  if (device === null) return new Set();
  const own = device.policyState.flatMap(({ policyId, policy, endedAt }) =>
    endedAt === null ? [policyId, policy] : [],
  );
  return new Set([...device.violations.map(({ policy }) => policy), ...own]);
}

/**
 * Which policies devices violate, as lists look for it. Of devices that are locked, or new, and written already. A
 * policy that stays needs nothing: its row follows the device by a trigger.
 */
export async function putPolicies(db: Queryable, devices: readonly Violating[]): Promise<void> {
  const ended = pairsOf(devices, 'before', 'after');
  const begun = pairsOf(devices, 'after', 'before');
  if (ended.ids.length > 0)
    await db.$executeRaw`
      DELETE FROM device_policies p USING unnest(${ended.ids}::uuid[], ${ended.policies}::text[]) AS r(id, policy)
      WHERE p.policy = r.policy AND p.device_id = r.id`;
  if (begun.ids.length > 0)
    await db.$executeRaw`
      INSERT INTO device_policies (policy, device_id, facet, name, last_check_in_at, last_reported_at, step)
      SELECT r.policy, d.id, d.facet, d.name, d.last_check_in_at, d.last_reported_at,
        device_policy_step(d.violations, d.policy_state, r.policy)
      FROM unnest(${begun.ids}::uuid[], ${begun.policies}::text[]) AS r(id, policy) JOIN devices d ON d.id = r.id
      ON CONFLICT DO NOTHING`;
}

/** Policies that a device violates in one state and not in the other, each once. */
function pairsOf(devices: readonly Violating[], within: 'before' | 'after', without: 'before' | 'after') {
  const ids: string[] = [];
  const policies: string[] = [];
  for (const device of devices) {
    const keys = keysOf(device[within]);
    if (keys.size === 0) continue;
    const other = keysOf(device[without]);
    for (const policy of keys) {
      if (other.has(policy)) continue;
      ids.push(device.id);
      policies.push(policy);
    }
  }
  return { ids, policies };
}

/** Enough to meet every policy that is violated now and then, and few enough to be read at once. */
const newestCheckIns = 5_000;
const most = 200;

/** Names of Tenko's own policies, and of those that the devices which checked in last violate. */
export async function selectPolicyNames(db: Queryable): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM policies WHERE deleted_at IS NULL
    UNION
    SELECT violation->>'policy' FROM (
      SELECT violations FROM devices ORDER BY last_check_in_at DESC, id DESC LIMIT ${newestCheckIns}) newest,
      jsonb_array_elements(violations) violation
    ORDER BY 1 LIMIT ${most}`;
  return rows.map(({ name }) => name);
}
