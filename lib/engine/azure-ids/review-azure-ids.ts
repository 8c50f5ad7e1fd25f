import {
  countSharers,
  endWaiting,
  findIdsToReview,
  lockSharers,
  putOffReview,
  type SharingDevice,
  type WrittenClaim,
  writeClaims,
} from '#lib/db/check-ins/azure-id-holders';
import { recordAudits } from '#lib/db/people/audit';
import { type ClaimDecision, decideClaim } from '#lib/domain/devices/azure-id-claim';
import { tenkoItself } from '#lib/domain/people/actor';
import type { Engine } from '../engine.ts';
import { handOverAzureIds, isDueWithId } from './hand-over-azure-ids.ts';

const idsAtOnce = 200;
/** How many devices one review locks. If more of them name one id (a golden image), an admin decides. */
const mostSharers = 1000;
const putOffMs = 3_600_000;

/**
 * Reviews Azure ids that several feeds name, if something about them changed or a feed has been silent for long. An id
 * that is released passes to a feed that waits for it. Returns whether there was any id to review.
 */
export async function reviewAzureIds(engine: Engine): Promise<boolean> {
  const now = engine.clock();
  const ids = await findIdsToReview(engine.db.pool, now, idsAtOnce);
  if (ids.length === 0) return false;
  const later = new Date(now.getTime() + putOffMs);
  const counts = await countSharers(engine.db.pool, ids, mostSharers + 1);
  const countOf = (id: string) => counts.get(id) ?? 0;
  const shared = ids.filter((id) => countOf(id) > mostSharers);
  if (shared.length > 0) {
    engine.log.warn(
      { event: 'azure_id.review_skipped', azureDeviceIds: shared, mostSharers },
      'too many devices send this Azure id to review it',
    );
    await putOffReview(engine.db.pool, shared, later);
  }
  let locked = 0;
  const some = ids.filter((id) => {
    if (countOf(id) > mostSharers) return false;
    locked += countOf(id);
    return locked <= mostSharers;
  });
  try {
    await review(engine, some, now);
  } catch {
    // One of them may be the cause: review each by itself, and put off those that fail again.
    for (const id of some) {
      try {
        await review(engine, [id], now);
      } catch (error) {
        engine.log.error(
          { event: 'azure_id.review_failed', err: error, azureDeviceId: id },
          'an Azure id could not be reviewed; Tenko tries again later',
        );
        await putOffReview(engine.db.pool, [id], later);
      }
    }
  }
  return ids.length === idsAtOnce || some.length + shared.length < ids.length;
}

async function review(engine: Engine, ids: readonly string[], now: Date): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const { devices, claims } = await lockSharers(tx, ids);
    const rules = { now, releaseAfterMs: engine.settings.azureIdReleaseMs };
    const decided = claims.map((claim) => {
      const sharing = devices.filter(({ azureDeviceId }) => azureDeviceId === claim.azureDeviceId);
      return { claim, decision: decideClaim(claim, sharing, rules) };
    });
    const kept = decided.flatMap(({ claim, decision }): WrittenClaim[] => {
      if (decision.kind === 'hand_over') return [];
      if (decision.kind === 'keep') return [{ ...claim, reviewAt: decision.reviewAt }];
      return [{ azureDeviceId: claim.azureDeviceId, feed: null, claimedAt: null, reviewAt: null }];
    });
    await writeClaims(tx, kept);
    await endWaiting(tx, heirsOf(kept, devices), now);
    const moved = decided.flatMap(({ claim, decision }) =>
      decision.kind === 'hand_over' ? [{ claim, decision }] : [],
    );
    if (moved.length === 0) return;
    const owners = new Map(moved.map(({ claim, decision }) => [claim.azureDeviceId, decision.feed]));
    await handOverAzureIds(tx, owners, devices, now);
    await recordAudits(
      tx,
      moved.map(({ claim, decision }) => ({
        actor: tenkoItself,
        action: 'azure_id.move' as const,
        now,
        target: heirOf(decision, claim.azureDeviceId, devices),
        before: { feed: claim.feed },
        after: { feed: decision.feed },
        details: { azureDeviceId: claim.azureDeviceId, reason: decision.reason },
      })),
    );
  });
}

/** Devices that wait although their feed has the id: they were retired and came back while the id moved. */
function heirsOf(kept: readonly WrittenClaim[], devices: readonly SharingDevice[]) {
  const owners = new Map(kept.map(({ azureDeviceId, feed }) => [azureDeviceId, feed]));
  return devices
    .filter(
      ({ azureIdTakenBy, azureDeviceId, feed, managementState }) =>
        azureIdTakenBy !== null && managementState !== 'retired' && owners.get(azureDeviceId) === feed,
    )
    .map((device) => ({ deviceId: device.id, due: isDueWithId(device) }));
}

function heirOf(
  { feed }: Extract<ClaimDecision, { kind: 'hand_over' }>,
  azureDeviceId: string,
  devices: readonly { id: string; feed: string; azureDeviceId: string }[],
): string | null {
  return devices.find((device) => device.feed === feed && device.azureDeviceId === azureDeviceId)?.id ?? null;
}
