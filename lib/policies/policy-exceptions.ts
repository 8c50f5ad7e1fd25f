import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import type { Prisma, Transaction } from '#lib/db/core/prisma';
import { whereOf } from '#lib/db/device-list/device-filter';
import { lockView, type SavedViewRow } from '#lib/db/device-list/saved-views';
import { recordAudit } from '#lib/db/people/audit';
import { lockPolicy, startPolicyChange } from '#lib/db/policies/policies';
import { evaluateSoon } from '#lib/db/policies/policy-changes';
import {
  deleteException,
  deviceExists,
  type ExceptionListRow,
  findException,
  insertException,
  selectExceptions,
} from '#lib/db/policies/policy-exceptions';
import { type DeviceCriteria, resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { Actor, Owner } from '#lib/domain/people/actor';
import { longestExceptionMs } from '#lib/domain/policies/policy-exception';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { ExceptionInput, ExceptionItem, ExceptionQuery } from '../contract/policy-exception.ts';
import { TenkoError } from '../errors.ts';

/** Who gives an exception: a view that is another's own does not exist for them. */
interface Giver {
  owner: Owner;
  actor: Actor;
}

const sort = { alive: 'until', ended: '-until' };

/** Exceptions that have not ended, the next to end first; or those that have. Throws `invalid_input` for a foreign cursor. */
export async function listExceptions(
  db: Database,
  { policyId, deviceId, ended, cursor, limit }: ExceptionQuery,
  now: Date,
): Promise<{ items: ExceptionItem[]; nextCursor: string | null }> {
  const sortedBy = ended ? sort.ended : sort.alive;
  const position = pagePosition(cursor, sortedBy, true);
  const after = position?.value == null ? null : { until: new Date(position.value), id: position.id };
  const rows = await selectExceptions(db.pool, {
    policyId,
    deviceId,
    ended: ended === true,
    after,
    limit: limit + 1,
    now,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => toItem(row, now)),
    nextCursor:
      rows.length > limit && last !== undefined
        ? encodeCursor(sortedBy, { value: last.until.toISOString(), id: last.id })
        : null,
  };
}

/** One exception. Throws `not_found`. */
export async function getException(db: Database, id: string, now: Date): Promise<ExceptionItem> {
  const row = await findException(db.pool, id);
  if (row === null) throw notFound(id);
  return toItem(row, now);
}

/** Excepts a device, a user's devices, or those in a view now, from a policy. Throws `invalid_input` naming the field. */
export async function createException(
  db: Database,
  input: ExceptionInput,
  { actor, owner }: Giver,
  now: Date,
): Promise<ExceptionItem> {
  const until = new Date(input.until);
  if (until <= now) throw refused('until', 'too_early', 'must be in the future');
  if (until.getTime() - now.getTime() > longestExceptionMs)
    throw refused('until', 'too_late', 'must be at most a year ahead');
  const id = uuidv7();
  await db.transaction(async (tx) => {
    const policy = await lockPolicy(tx, input.policyId);
    if (policy === null) throw refused('policyId', 'not_found', 'must be the id of a policy');
    const { view, matching } = await findView(tx, input.viewId, owner, now);
    const deviceId = input.deviceId ?? null;
    if (deviceId !== null && !(await deviceExists(tx, deviceId)))
      throw refused('deviceId', 'not_found', 'must be the id of a device');
    const exception = {
      id,
      policyId: policy.id,
      deviceId,
      userPrincipalName: input.userPrincipalName?.toLowerCase() ?? null,
      view,
      until,
      reason: input.reason,
      createdAt: now,
      createdBy: actor.name,
    };
    await insertException(tx, exception, matching);
    await takeEffect(tx, exception, now);
    const after = factsOf({ ...exception, policy: policy.name, viewName: view?.name ?? null });
    await recordAudit(tx, { actor, action: 'policy_exception.create', target: id, after, now });
  });
  return getException(db, id, now);
}

/** Ends an exception. Throws `not_found`. */
export async function removeException(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const found = await findException(tx, id);
    if (found === null || !(await deleteException(tx, id))) throw notFound(id);
    await takeEffect(tx, found, now);
    const before = factsOf(found);
    await recordAudit(tx, { actor, action: 'policy_exception.delete', target: id, before, now });
  });
  return { id };
}

/** One device is evaluated at once; those of a user or a view are found by going through the policy's devices. */
async function takeEffect(
  tx: Transaction,
  { policyId, deviceId }: { policyId: string; deviceId: string | null },
  now: Date,
): Promise<void> {
  if (deviceId !== null) await evaluateSoon(tx, [deviceId], now);
  else await startPolicyChange(tx, policyId, now);
}

/** The view, and which devices `d` are in it now; both null where none is asked for. */
async function findView(
  tx: Transaction,
  viewId: string | undefined,
  owner: Owner,
  now: Date,
): Promise<{ view: Pick<SavedViewRow, 'id' | 'name'> | null; matching: Prisma.Sql | null }> {
  if (viewId === undefined) return { view: null, matching: null };
  const view = await lockView(tx, viewId);
  if (view === null || !(view.shared || view.ownerKey === owner))
    throw refused('viewId', 'not_found', 'must be the id of a saved view');
  const { filter } = view.query as { filter: DeviceCriteria };
  return { view: { id: view.id, name: view.name }, matching: whereOf(resolveCriteria(filter, now)) };
}

function toItem(row: ExceptionListRow, now: Date): ExceptionItem {
  const { until, createdAt, ...rest } = row;
  return {
    ...rest,
    until: until.toISOString(),
    createdAt: createdAt.toISOString(),
    ended: until <= now,
  };
}

function factsOf(
  row: Pick<ExceptionListRow, 'policy' | 'deviceId' | 'userPrincipalName' | 'viewName' | 'until' | 'reason'>,
) {
  const { policy, deviceId, userPrincipalName, viewName, until, reason } = row;
  return { policy, deviceId, userPrincipalName, view: viewName, until: until.toISOString(), reason };
}

function refused(path: string, code: string, message: string): TenkoError {
  return new TenkoError('invalid_input', `${path} ${message}.`, { errors: [{ path, code, message }] });
}

function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Exception ${id} not found.`);
}
