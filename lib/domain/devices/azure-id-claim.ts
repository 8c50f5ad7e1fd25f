import type { ManagementState } from '../reports/report-status.ts';
import type { Verdict } from './verdict.ts';

/** A device that names an Azure id. */
export interface ClaimingDevice {
  id: string;
  feed: string;
  /** Its feed only observes: its devices are never reported */
  observesOnly: boolean;
  managementState: ManagementState;
  verdict: Verdict;
  /** What Microsoft confirmed last; null: never anything */
  reportedVerdict: Verdict | null;
  lastCheckInAt: Date;
  /** Since when it waits for the id; null: it does not */
  azureIdTakenAt: Date | null;
}

export const handOverReasons = ['released', 'observed', 'silent'] as const;
export type HandOverReason = (typeof handOverReasons)[number];

export type ClaimDecision =
  /** The id passes to another feed */
  | { kind: 'hand_over'; feed: string; reason: HandOverReason }
  /** Nobody names the id */
  | { kind: 'release' }
  /** It stays. `reviewAt`: when to look again; null: only when something changes */
  | { kind: 'keep'; reviewAt: Date | null };

const lookAgainMs = 3_600_000;

/**
 * To whom an Azure id belongs now. Of several feeds that wait, the one that has waited longest comes first. A feed is
 * silent when none of its devices with the id was heard of for `releaseAfterMs`, nor did it get the id since then: an
 * admin's move holds. No feed that is silent itself follows one that is.
 * Silence alone never makes a noncompliant device compliant: where the former feed called the device noncompliant, or
 * this was reported, a newcomer that calls it compliant waits for an admin, or until it calls it noncompliant, too.
 */
export function decideClaim(
  { feed: holder, claimedAt }: { feed: string | null; claimedAt: Date | null },
  devices: readonly ClaimingDevice[],
  { now, releaseAfterMs }: { now: Date; releaseAfterMs: number },
): ClaimDecision {
  const managed = devices.filter(({ managementState }) => managementState !== 'retired');
  const held = managed.filter(({ feed }) => feed === holder);
  const waiting = managed.filter(({ feed }) => feed !== holder).toSorted(longestWaitingFirst);
  const reporting = waiting.find(({ observesOnly }) => !observesOnly);
  const [first] = waiting;
  if (held.length === 0) {
    const next = reporting ?? first;
    return next === undefined
      ? { kind: 'release' }
      : { kind: 'hand_over', feed: next.feed, reason: 'released' };
  }
  if (reporting === undefined) return { kind: 'keep', reviewAt: null };
  if (held.every(({ observesOnly }) => observesOnly)) {
    return { kind: 'hand_over', feed: reporting.feed, reason: 'observed' };
  }
  const heardAt = held.map(({ lastCheckInAt }) => lastCheckInAt.getTime());
  const silentFrom = new Date(Math.max(claimedAt?.getTime() ?? 0, ...heardAt) + releaseAfterMs);
  if (now < silentFrom) return { kind: 'keep', reviewAt: silentFrom };
  const isSilent = ({ lastCheckInAt }: ClaimingDevice) =>
    lastCheckInAt.getTime() + releaseAfterMs <= now.getTime();
  const next = waiting.find(
    (device) => !device.observesOnly && !isSilent(device) && mayFollowSilence(device, held),
  );
  return next === undefined
    ? // A feed that waits may be heard of again: that alone leads to no review.
      { kind: 'keep', reviewAt: new Date(now.getTime() + lookAgainMs) }
    : { kind: 'hand_over', feed: next.feed, reason: 'silent' };
}

function longestWaitingFirst(a: ClaimingDevice, b: ClaimingDevice): number {
  const sinceA = a.azureIdTakenAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const sinceB = b.azureIdTakenAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return sinceA === sinceB ? (a.id < b.id ? -1 : 1) : sinceA - sinceB;
}

function mayFollowSilence(device: ClaimingDevice, held: readonly ClaimingDevice[]): boolean {
  return (
    device.verdict !== 'compliant' ||
    held.every(
      ({ verdict, reportedVerdict }) =>
        verdict === 'compliant' && (reportedVerdict ?? 'compliant') === 'compliant',
    )
  );
}
