import type { EntraDevice } from '../azure/azure-gateway.ts';
import { type TagState, tagStateFor } from './tag.ts';
import { flagsOfVerdict, type Verdict } from './verdict.ts';

type Flags = Pick<EntraDevice, 'isCompliant' | 'isManaged'>;

/** Whether Entra's answer differs from what Microsoft confirmed: each flag by itself, and a null one says nothing. */
export function differsFromEntra(reported: Verdict | null, entra: Flags): boolean {
  if (reported === null) return false;
  const flags = flagsOfVerdict[reported];
  const differs = (flag: keyof Flags) => entra[flag] !== null && entra[flag] !== flags[flag];
  return differs('isCompliant') || differs('isManaged');
}

/** The same of the channel `tag`, whose attribute is all that counts. */
export function tagDiffers(reported: Verdict | null, tag: TagState): boolean {
  return reported !== null && tag !== tagStateFor(reported);
}

/** Since when a device drifts: Entra may take a while to follow, and until the grace time is over a difference is none. */
export function driftSinceOf(differsSince: Date | null, now: Date, graceMs: number): Date | null {
  return differsSince !== null && now.getTime() - differsSince.getTime() >= graceMs ? differsSince : null;
}

/** Why Entra may differ from what Microsoft confirmed, the likeliest first. */
export const driftCauses = [
  /** Reported again by itself; Microsoft has not confirmed that yet */
  'being_reported_again',
  /** Entra calls it unmanaged: the report reached an object that the device no longer uses */
  'registered_anew',
  /** Entra calls it managed although Microsoft took its retirement: another MDM, or Intune itself, holds it */
  'managed_by_another',
  /** Entra calls it not compliant: the partner is not assigned for this platform and user, or another policy fails */
  'partner_not_assigned',
  /** Entra calls it compliant: another MDM, or Intune itself, writes the state */
  'written_by_another',
  /** Somebody changed or cleared the extension attribute of the channel `tag` */
  'tag_changed',
] as const;
export type DriftCause = (typeof driftCauses)[number];

/** What was reported, and what Entra shows instead. */
interface DriftFacts {
  reported: Verdict | null;
  entra: Flags;
  /** Null: the flags are what counts */
  tag: TagState | null;
  isBeingReportedAgain: boolean;
}

/** The likely causes of a drift, by what was reported and what Entra shows instead. */
export function driftCausesOf({ reported, entra, tag, isBeingReportedAgain }: DriftFacts): DriftCause[] {
  const differs = tag === null ? differsFromEntra(reported, entra) : tagDiffers(reported, tag);
  if (reported === null || !differs) return [];
  const causes: DriftCause[] = isBeingReportedAgain ? ['being_reported_again'] : [];
  if (tag !== null) return [...causes, 'tag_changed'];
  const flags = flagsOfVerdict[reported];
  if (flags.isManaged && entra.isManaged === false) causes.push('registered_anew');
  if (!flags.isManaged && entra.isManaged === true) causes.push('managed_by_another');
  if (flags.isCompliant && entra.isCompliant === false) causes.push('partner_not_assigned');
  if (!flags.isCompliant && entra.isCompliant === true) causes.push('written_by_another');
  return causes;
}
