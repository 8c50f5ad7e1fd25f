'use client';

import type { OverviewFigures } from '#lib/contract/overview';
import { AccessBreakdown } from './access-breakdown.tsx';
import { AzureStatusBreakdown } from './azure-status-breakdown.tsx';
import { CauseBreakdown } from './cause-breakdown.tsx';
import { ClientCodeBreakdown } from './client-code-breakdown.tsx';
import { ManagementBreakdown } from './management-breakdown.tsx';
import { SystemBreakdown } from './system-breakdown.tsx';
import { TriggerBreakdown } from './trigger-breakdown.tsx';
import { VerdictBreakdown } from './verdict-breakdown.tsx';

/** All devices, taken apart by one thing at a time. */
export function Breakdowns({ figures: { devices, failures, day } }: { figures: OverviewFigures }) {
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
      <div className="grid gap-4">
        <AccessBreakdown devices={devices} />
        <VerdictBreakdown devices={devices} />
        <TriggerBreakdown day={day} />
      </div>
      <div className="grid gap-4">
        <AzureStatusBreakdown devices={devices} />
        <CauseBreakdown failures={failures} failed={devices.azureComplianceStatus.failed} />
        <SystemBreakdown devices={devices} />
      </div>
      <div className="grid gap-4 md:max-xl:col-span-2 md:max-xl:grid-cols-2 md:max-xl:items-start">
        <ClientCodeBreakdown devices={devices} />
        <ManagementBreakdown devices={devices} />
      </div>
    </div>
  );
}
