import { chunk } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import { readGate } from '#lib/db/connection/connection';
import {
  countMissed,
  type DeltaPage,
  dropFindings,
  findKnownByAzureId,
  finishDeltaPage,
  type KnownAnswer,
  leaseDeltaPage,
  postponeDelta,
  releaseDelta,
  removeEntraObjects,
  removeUnlistedObjects,
  restartDelta,
  storeEntraObjects,
} from '#lib/db/connection/entra-delta';
import type { Transaction } from '#lib/db/core/prisma';
import { AzureError, type EntraChanges, type EntraDevice } from '#lib/domain/azure/azure-gateway';
import { HeldClaims } from '#lib/domain/held-claims';
import { noteAzureError, noteGraphLoad } from '../connection-health.ts';
import type { Engine } from '../engine.ts';

const minute = 60_000;
/** After an error that passes, or a link that is no longer known; another error is met again once in a while. */
const pauses = { passing: minute / 4, restart: minute / 4, other: 5 * minute };
/** Entra may list a change this long after it shows it. */
const lagMs = 10 * minute;
const goneAtOnce = 1000;
/** One `$batch` of Graph: 20 requests of 15 devices. */
const devicesInJob = 300;

/**
 * Reads the next page of Entra's list of changes, and has Entra asked about each device whose state there differs from
 * what is known of it. Where the list ends, the next page is due after `deltaMs`. Any worker may do so; one at a time does.
 * Returns whether there is more to read at once.
 */
export async function followEntraChanges(engine: Engine): Promise<boolean> {
  const now = engine.clock();
  const startedBefore = new Date(now.getTime() - engine.settings.deltaMs);
  if ((await readGate(engine.db.pool)).graphBusyMs > 0) return false;
  const { tenantId } = engine.gateway;
  const page = await leaseDeltaPage(engine.db.pool, { lease: uuidv7(), tenantId, startedBefore, now });
  if (page === null) return false;
  const release = () => releaseDelta(engine.db.pool, page);
  return (engine.held ?? new HeldClaims()).during(release, () => followPage(engine, page));
}

async function followPage(engine: Engine, page: DeltaPage): Promise<boolean> {
  const changes = await readPage(engine, page);
  if (changes === 'failed') return false;
  if (changes === null) {
    engine.log.warn(
      { event: 'entra_changes.restarted' },
      'Entra no longer knows the link; the list starts again',
    );
    // Not at once: a link may be refused again and again.
    await restartDelta(engine.db.pool, page, pauses.restart);
    return false;
  }
  await noteGraphLoad(engine, changes.load);
  await engine.db.transaction(async (tx) => {
    await storePage(engine, tx, page, changes);
    const listed = changes.devices.length + changes.removed.length;
    const isOurs = await finishDeltaPage(tx, page, { ...changes.next, listed }, engine.clock());
    // Another worker read the page after the lease was over: it has written all of this.
    if (!isOurs) throw new Error('the lease of a page of changes was over before the page was stored');
  });
  return !changes.next.isLast;
}

/** Null: the link is no longer known. `failed`: the page is asked for again later. */
async function readPage(engine: Engine, page: DeltaPage): Promise<EntraChanges | null | 'failed'> {
  try {
    return await engine.gateway.readDeviceChanges(page.link);
  } catch (error) {
    await noteAzureError(engine, error, { service: 'graph', step: 'read_devices' });
    if (!(error instanceof AzureError)) throw error;
    const { kind, code, detail, permission } = error.facts;
    const isPassing = kind === 'passing' || kind === 'throttled';
    const pauseMs = isPassing ? pauses.passing : pauses.other;
    const failure =
      permission === undefined ? { code, detail } : { code: 'permission_missing', detail: permission };
    await postponeDelta(engine.db.pool, page, { ...failure, pauseMs }, engine.clock());
    return 'failed';
  }
}

async function storePage(
  engine: Engine,
  tx: Transaction,
  page: DeltaPage,
  changes: EntraChanges,
): Promise<void> {
  const { devices, removed, blind, next } = changes;
  await storeEntraObjects(tx, devices, page);
  const gone = await removeEntraObjects(tx, removed);
  await askWhereOther(engine, tx, { devices, gone, blind });
  if (page.full && next.isLast) {
    // All in the transaction that ends the round: a crash must not leave some of them for no round.
    for (let count = goneAtOnce; count === goneAtOnce; ) {
      const unlisted = await removeUnlistedObjects(tx, page, goneAtOnce);
      await askWhereOther(engine, tx, { devices: [], gone: unlisted.azureDeviceIds, blind });
      count = unlisted.removed;
    }
  }
  if (next.isLast) await countMissed(tx, new Date(page.roundStartedAt.getTime() - lagMs));
}

interface Listed extends Pick<EntraChanges, 'devices' | 'blind'> {
  /** Azure ids of which Entra has no device any longer */
  gone: readonly string[];
}

/**
 * Has Entra asked about those devices of a page whose state there is another than the known one. The page itself may be
 * older than what a worker has read meanwhile.
 */
async function askWhereOther(
  engine: Engine,
  tx: Transaction,
  { devices, gone, blind }: Listed,
): Promise<void> {
  const listed = new Map(devices.map((device) => [device.azureDeviceId, device]));
  const known = await findKnownByAzureId(tx, [...listed.keys(), ...gone]);
  await dropFindings(
    tx,
    known.map(({ id }) => id),
  );
  const changed = known.filter((device) => differsFromKnown(device, listed.get(device.azureDeviceId), blind));
  const changedIds = changed.map(({ id }) => id);
  const jobs = chunk(changedIds, devicesInJob).map((deviceIds) => ({ deviceIds, attempt: 0 }));
  await engine.queue.enqueue(tx, 'read-back', jobs);
}

/** Whether Entra's state of a device is another than the last one known. `entra` undefined: it has no such device. */
export function differsFromKnown(
  known: KnownAnswer,
  entra: Omit<EntraDevice, 'objectId'> | undefined,
  blind: boolean,
): boolean {
  if (known.readAt === null) return true;
  const wasKnown = known.problem !== 'not_in_entra';
  if (entra === undefined) return wasKnown;
  if (!wasKnown || entra.enabled !== known.enabled) return true;
  if (blind) return false;
  return (
    entra.isCompliant !== known.isCompliant ||
    entra.isManaged !== known.isManaged ||
    entra.complianceExpiresAt?.getTime() !== known.complianceExpiresAt?.getTime()
  );
}
