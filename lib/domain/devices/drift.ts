import type { EntraDevice } from '../azure/azure-gateway.ts';
import { toldToAzure, type Verdict } from './verdict.ts';

type Flags = Pick<EntraDevice, 'isCompliant' | 'isManaged'>;

/** Whether Entra's answer differs from what Microsoft confirmed: each flag by itself, and a null one tells nothing. */
export function differsFromEntra(reported: Verdict | null, entra: Flags): boolean {
  if (reported === null) return false;
  const told = toldToAzure[reported];
  const differs = (flag: keyof Flags) => entra[flag] !== null && entra[flag] !== told[flag];
  return differs('isCompliant') || differs('isManaged');
}

/** Since when a device drifts: Entra may take a while to follow, and until the grace time is over a difference is none. */
export function driftSinceOf(differsSince: Date | null, now: Date, graceMs: number): Date | null {
  return differsSince !== null && now.getTime() - differsSince.getTime() >= graceMs ? differsSince : null;
}

/** Why Entra may differ from what Microsoft confirmed, the likeliest first. */
export const driftCauses = [
  /** Told again by itself; Microsoft has not confirmed that yet */
  'being_reported_again',
  /** Entra calls it unmanaged: the report reached an object that the device no longer uses */
  'registered_anew',
  /** Entra calls it managed although Microsoft took its retirement: another MDM, or Intune itself, holds it */
  'managed_by_another',
  /** Entra calls it not compliant: the partner is not assigned for this platform and user, or another policy fails */
  'partner_not_assigned',
  /** Entra calls it compliant: another MDM, or Intune itself, writes the state */
  'written_by_another',
] as const;
export type DriftCause = (typeof driftCauses)[number];

/** The likely causes of a drift, by what was told and what Entra answers instead. */
export function driftCausesOf(
  reported: Verdict | null,
  entra: Flags,
  isBeingReportedAgain: boolean,
): DriftCause[] {
  if (reported === null || !differsFromEntra(reported, entra)) return [];
  const told = toldToAzure[reported];
  const causes: DriftCause[] = isBeingReportedAgain ? ['being_reported_again'] : [];
  if (told.isManaged && entra.isManaged === false) causes.push('registered_anew');
  if (!told.isManaged && entra.isManaged === true) causes.push('managed_by_another');
  if (told.isCompliant && entra.isCompliant === false) causes.push('partner_not_assigned');
  if (!told.isCompliant && entra.isCompliant === true) causes.push('written_by_another');
  return causes;
}
