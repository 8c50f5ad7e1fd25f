import {
  Archive,
  ArchiveRestore,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleOff,
  CircleX,
  Clock,
  Hourglass,
  Link2,
  Lock,
  OctagonX,
  Replace,
  SearchX,
  ShieldX,
  Timer,
  Unlink,
} from '#components/ui/icons';
import type { StatusLook } from '#components/ui/status';
import type { AccessState } from '#lib/domain/devices/access';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import type { TagState } from '#lib/domain/devices/tag';
import type { Verdict } from '#lib/domain/devices/verdict';
import type {
  AzureComplianceStatus,
  ManagementState,
  ReportStatus as Report,
} from '#lib/domain/reports/report-status';

/** The looks of the words that several screens show: each word has one icon and one tone everywhere. */
export const verdictLooks = {
  compliant: { tone: 'good', icon: CircleCheck },
  noncompliant: { tone: 'bad', icon: OctagonX },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<Verdict, StatusLook>;

export const azureStatusLooks = {
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  blank: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<AzureComplianceStatus | 'blank', StatusLook>;

export const reportStatusLooks = {
  queued: { tone: 'wait', icon: Timer },
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  superseded: { tone: 'muted', icon: Replace },
} as const satisfies Record<Report, StatusLook>;

export const accessLooks = {
  let_in: { tone: 'good', icon: CircleCheck },
  likely_blocked: { tone: 'bad', icon: ShieldX },
  unknown: { tone: 'wait', icon: CircleHelp },
} as const satisfies Record<AccessState, StatusLook>;

export const entraProblemLooks = {
  not_in_entra: { tone: 'bad', icon: SearchX },
  disabled: { tone: 'bad', icon: CircleOff },
  expired: { tone: 'bad', icon: Timer },
  no_state: { tone: 'bad', icon: CircleDashed },
  not_followed_yet: { tone: 'wait', icon: Hourglass },
  no_permission: { tone: 'wait', icon: Lock },
} as const satisfies Record<EntraProblem, StatusLook>;

/** What the extension attribute of a device holds. */
export const tagLooks = {
  compliant: { tone: 'good', icon: CircleCheck },
  noncompliant: { tone: 'bad', icon: OctagonX },
  foreign: { tone: 'wait', icon: CircleHelp },
  missing: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<TagState, StatusLook>;

/** Whether Azure counts a device as managed. */
export const managementLooks = {
  managed: { tone: 'muted', icon: CircleCheck },
  retiring: { tone: 'wait', icon: ArchiveRestore },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<ManagementState, StatusLook>;

/** Null: the device has not sent its code yet. */
export function clientCodeLook(code: ClientStatusCode | null): StatusLook {
  if (code === null) return { tone: 'muted', icon: CircleDashed };
  return code === 'Success' ? { tone: 'good', icon: Link2 } : { tone: 'wait', icon: Unlink };
}
