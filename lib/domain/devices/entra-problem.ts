import type { EntraDevice } from '../azure/azure-gateway.ts';
import type { Verdict } from './verdict.ts';

/** What is wrong with Entra's answer about a device, the most severe first; drift is separate. */
export const entraProblems = [
  /** Entra answered without this device */
  'not_in_entra',
  /** `accountEnabled` is false: no sign-in from it works */
  'disabled',
  /** `complianceExpirationDateTime` has passed: Entra no longer counts its compliance */
  'expired',
  /** `isCompliant` is null although the app may read it: Conditional Access takes that for not compliant */
  'no_state',
  /** Entra differs from what Microsoft confirmed, and the grace time is not over */
  'not_followed_yet',
  /** The app may not read devices, or their flags */
  'no_permission',
] as const;
export type EntraProblem = (typeof entraProblems)[number];

/** What a reading is judged by. */
export interface EntraReadingFacts {
  /** What Microsoft confirmed last; null: nothing yet */
  reported: Verdict | null;
  /** Undefined: Entra answered without this device */
  entra: EntraDevice | undefined;
  /** The whole answer is blind: the app may not read the flags of any device */
  blind: boolean;
  drifting: boolean;
  /** Differs from what Microsoft confirmed, whether that is drift already or not */
  differs: boolean;
  /** In the channel `tag` a missing or expired compliance is no problem: the attribute counts */
  byTag: boolean;
}

/**
 * The one problem that holds for a device that Entra was asked about. What a retirement asked for is no problem: Entra
 * may have dropped or disabled the device, or know no state of it.
 */
export function entraProblemOf(facts: EntraReadingFacts, now: Date): EntraProblem | null {
  const { reported, entra, blind, drifting, differs, byTag } = facts;
  const retired = reported === 'retired';
  if (entra === undefined) return retired ? null : 'not_in_entra';
  if (entra.enabled === false && !retired) return 'disabled';
  if (byTag) return blind ? 'no_permission' : differs && !drifting ? 'not_followed_yet' : null;
  if (isExpired(entra, now) && (!retired || entra.isCompliant === true)) return 'expired';
  if (entra.isCompliant === null && blind) return 'no_permission';
  if (entra.isCompliant === null && !retired) return 'no_state';
  return !drifting && differs ? 'not_followed_yet' : null;
}

function isExpired({ complianceExpiresAt }: EntraDevice, now: Date): boolean {
  return complianceExpiresAt !== null && complianceExpiresAt <= now;
}

/** An answer that shows no flag of any device: only a token can tell whether the app may read them. */
export function showsNoFlags(devices: readonly Pick<EntraDevice, 'isCompliant' | 'isManaged'>[]): boolean {
  return (
    devices.length > 0 &&
    devices.every(({ isCompliant, isManaged }) => isCompliant === null && isManaged === null)
  );
}

/** Why Entra's answer may be what it is, the likeliest first. */
export const problemCauses = [
  /** It lets in a device that is noncompliant here: what Microsoft confirmed is older, and the verdict has not been reported */
  'newer_not_told',
  /** It lets in a device that is noncompliant here, and Microsoft confirmed no such thing: another MDM, or Intune itself */
  'written_by_another',
  /** Reported a moment ago: Entra mostly follows within minutes */
  'just_told',
  /** An admin, or a clean-up of stale devices, deleted the object */
  'deleted_in_entra',
  /** The device registered again, and its check-ins still name the former id */
  'registered_anew',
  /** The id belongs to another tenant */
  'other_tenant',
  /** An admin, or a clean-up of stale devices, disabled the object */
  'disabled_by_admin',
  /** Microsoft has taken no report for long: its state ran out */
  'reports_stopped',
  /** Microsoft takes the reports, and Entra does not use them: the partner is not assigned to the user and platform */
  'partner_not_assigned',
  /** Nothing about the device was ever reported */
  'never_told',
  /** The app registration lacks the permission, or nobody consented to it */
  'permission_missing',
] as const;
export type ProblemCause = (typeof problemCauses)[number];

export interface ProblemFacts {
  problem: EntraProblem | null;
  /** Entra lets the device in, by what it says of it */
  isLetIn: boolean;
  verdict: Verdict;
  reported: Verdict | null;
  /** ISO 8601, UTC */
  complianceExpiresAt: string | null;
  lastReportedAt: string | null;
}

/** Where Microsoft confirmed the verdict itself, Entra drifts or has yet to follow: two different things. */
function letInCausesOf({ isLetIn, verdict, reported }: ProblemFacts): ProblemCause[] {
  if (!isLetIn || verdict !== 'noncompliant' || reported === verdict) return [];
  return reported === 'compliant' ? ['newer_not_told'] : ['written_by_another'];
}

/** The likely causes of a problem of Entra's answer, or of its letting in a device that is noncompliant here. */
export function problemCausesOf(facts: ProblemFacts): ProblemCause[] {
  const { problem, reported, complianceExpiresAt, lastReportedAt } = facts;
  switch (problem) {
    case null:
      return letInCausesOf(facts);
    case 'not_in_entra':
      return ['deleted_in_entra', 'registered_anew', 'other_tenant'];
    case 'disabled':
      return ['disabled_by_admin'];
    case 'expired': {
      const reportedSince = lastReportedAt !== null && lastReportedAt > (complianceExpiresAt ?? '');
      return reportedSince ? ['partner_not_assigned'] : ['reports_stopped', 'partner_not_assigned'];
    }
    case 'no_state':
      return reported === null ? ['never_told'] : ['partner_not_assigned', 'registered_anew'];
    case 'not_followed_yet':
      return ['just_told'];
    case 'no_permission':
      return ['permission_missing'];
  }
}
