import type { Database } from '#lib/db/core/database';
import { sharePolicies } from '#lib/db/policies/policies-in-force';
import {
  evaluationsWait,
  findDevicesToEvaluate,
  lockDueForEvaluation,
  lockPolicyChange,
  stepPolicyChange,
} from '#lib/db/policies/policy-changes';
import type { Log } from '#lib/log';
import { evaluateDevices } from './evaluate-devices.ts';

interface PolicyWorker {
  db: Database;
  log: Log;
  clock: () => Date;
}

/** Devices that are written in one transaction: check-ins of these wait for it */
const devicesAtOnce = 500;
/** Devices of which PostgreSQL finds those that a changed policy is about */
const lookedAtOnce = 5000;

/** What a worker does about policies next. What time brings to single devices goes before a change that goes through all. */
export async function stepEvaluations(worker: PolicyWorker): Promise<boolean> {
  if (!(await evaluationsWait(worker.db, worker.clock()))) return false;
  const due = await evaluateDueDevices(worker);
  return (await stepPolicyChanges(worker)) || due;
}

/** Evaluates the next devices whose time has come. Returns whether there may be more. */
export async function evaluateDueDevices({ db, log, clock }: PolicyWorker): Promise<boolean> {
  const now = clock();
  const { due, verdicts } = await db.transaction(async (tx) => {
    // Before devices are locked: who changes policies waits for those that share them, and would be waited for.
    await sharePolicies(tx);
    const ids = await lockDueForEvaluation(tx, now, devicesAtOnce);
    return { due: ids.length, verdicts: await evaluateDevices(tx, ids, now) };
  });
  if (due > 0)
    log.debug({ event: 'policies.evaluated', devices: due, verdicts }, 'devices were evaluated by policies');
  return due === devicesAtOnce;
}

/**
 * Applies a changed policy to the next devices, in the order of their ids. Each transaction holds few of them, so that
 * their check-ins do not wait for long. Returns whether it did anything.
 */
export async function stepPolicyChanges({ db, log, clock }: PolicyWorker): Promise<boolean> {
  const now = clock();
  return db.transaction(async (tx) => {
    await sharePolicies(tx);
    const change = await lockPolicyChange(tx);
    if (change === null) return false;
    const part = await findDevicesToEvaluate(
      tx,
      change,
      { lookedAt: lookedAtOnce, found: devicesAtOnce },
      now,
    );
    await evaluateDevices(tx, part.ids, now);
    await stepPolicyChange(tx, change.id, part, now);
    if (part.last === null)
      log.info(
        { event: 'policy.applied', policy: change.id, devices: change.reached },
        'every device is evaluated by the policy as it was saved',
      );
    return true;
  });
}
