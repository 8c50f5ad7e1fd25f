'use client';

import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { DeviceListItem } from '#lib/contract/device';
import { RelativeTime } from '../ui/relative-time.tsx';
import { AzureStatus } from './azure-status.tsx';
import { ClientCode } from './client-code.tsx';
import { DeviceName } from './device-name.tsx';
import { DeviceSystem } from './device-system.tsx';
import { DeviceUser } from './device-user.tsx';
import { DriftMark } from './drift-mark.tsx';
import { ReportTime } from './report-time.tsx';
import { VerdictStatus } from './verdict-status.tsx';

/** The server filters, sorts and pages: no feature of the table's own is loaded. */
export const deviceTableFeatures = tableFeatures({});
const column = createColumnHelper<typeof deviceTableFeatures, DeviceListItem>();

export const deviceColumnIds = [
  'name',
  'user',
  'os',
  'verdict',
  'azureComplianceStatus',
  'clientStatusCode',
  'lastReportedAt',
  'lastCheckInAt',
] as const;
export type DeviceColumnId = (typeof deviceColumnIds)[number];

export const deviceColumns = column.columns([
  column.display({ id: 'name', cell: ({ row }) => <DeviceName device={row.original} /> }),
  column.display({ id: 'user', cell: ({ row }) => <DeviceUser device={row.original} /> }),
  column.display({
    id: 'os',
    cell: ({ row }) => <DeviceSystem device={row.original} />,
  }),
  column.display({
    id: 'verdict',
    cell: ({ row }) => (
      <span className="flex flex-wrap gap-x-2">
        <VerdictStatus verdict={row.original.verdict} />
        <DriftMark since={row.original.driftSince} />
      </span>
    ),
  }),
  column.display({
    id: 'azureComplianceStatus',
    cell: ({ row }) => <AzureStatus status={row.original.azureComplianceStatus} />,
  }),
  column.display({
    id: 'clientStatusCode',
    cell: ({ row }) => <ClientCode code={row.original.clientStatusCode} />,
  }),
  column.display({ id: 'lastReportedAt', cell: ({ row }) => <ReportTime device={row.original} /> }),
  column.display({
    id: 'lastCheckInAt',
    cell: ({ row }) => <RelativeTime value={row.original.lastCheckInAt} short />,
  }),
]);
