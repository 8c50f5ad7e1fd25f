import type { Verdict } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus } from '#lib/domain/reports/report-status';
import {
  Archive,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  type IconComponent,
  OctagonX,
  Replace,
} from '../ui/icons.tsx';
import type { Part } from './breakdowns/breakdown-row.tsx';

interface Look {
  tone: Part['tone'];
  icon: IconComponent;
}

/** What has one look in all lists has it here, too. */
export const verdictLooks = {
  compliant: { tone: 'good', icon: CircleCheck },
  noncompliant: { tone: 'bad', icon: OctagonX },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<Verdict, Look>;

export const azureStatusLooks = {
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  blank: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<AzureComplianceStatus | 'blank', Look>;

/** What becomes of a report; `open`: it waits or is on its way. */
export const outcomeLooks = {
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  open: { tone: 'wait', icon: Clock },
  superseded: { tone: 'muted', icon: Replace },
} as const satisfies Record<string, Look>;
export type Outcome = keyof typeof outcomeLooks;
export const outcomes = Object.keys(outcomeLooks) as Outcome[];
