'use client';

import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
} from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback } from 'react';
import { ClientCode } from '#components/marks/client-code';
import { AccessMark, EntraProblemShort } from '#components/marks/entra-marks';
import { NextStepShort } from '#components/marks/next-step';
import { PolicyStepMark } from '#components/marks/policy-step';
import { AccessStatus, AzureStatus, ManagementStatus, VerdictStatus } from '#components/marks/status-badges';
import { RelativeTime } from '#components/ui/relative-time';
import { type ListColumn, listColumns, narrowest, widest } from '#lib/client/lists/list-preference';
import type { DeviceListItem } from '#lib/contract/device';
import {
  CardAnswer,
  DeviceSystem,
  DeviceUser,
  ReportTime,
  TableAction,
  TableChannel,
  TableEntraFlag,
  TableIdentity,
  TableNextReport,
  TableTags,
  TableText,
} from './device-cells.tsx';

/** The server filters, sorts and pages, so only these features of the table are loaded. */
export const deviceTableFeatures = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});
const column = createColumnHelper<typeof deviceTableFeatures, DeviceListItem>();

/** In pixels, for what is not measured by its words. The default columns fill a window of 1280 pixels without its scroll bar. */
const widths: Record<ListColumn, number> = {
  name: 144,
  user: 128,
  os: 108,
  verdict: 140,
  azureComplianceStatus: 132,
  clientStatusCode: 164,
  lastReportedAt: 112,
  lastCheckInAt: 112,
  nextStep: 220,
  action: 130,
  managementState: 130,
  reportedVerdict: 150,
  channel: 170,
  access: 170,
  entraProblem: 190,
  entraIsCompliant: 140,
  entraIsManaged: 130,
  driftSince: 130,
  nextReportAt: 116,
  azureDeviceId: 210,
  azureUserPrincipalName: 190,
  serialNumber: 140,
  manufacturer: 120,
  model: 140,
  feed: 110,
  externalId: 140,
  tags: 180,
};

/** What a card has, whatever the columns are: whose the device is, what holds for it, when it was last heard of, and what to do. */
export const cardColumns = [
  'user',
  'verdict',
  'lastCheckInAt',
  'nextStep',
] as const satisfies readonly ListColumn[];

/** All but the name, which is the header of a row. */
export const cells: Record<Exclude<ListColumn, 'name'>, (device: DeviceListItem) => ReactNode> = {
  user: (device) => <DeviceUser device={device} />,
  os: (device) => <DeviceSystem device={device} />,
  verdict: (device) => (
    <span className="flex flex-wrap gap-x-2">
      <CardAnswer access={device.access} />
      <VerdictStatus value={device.verdict} />
      {device.driftSince === null ? (
        <span className="said-by-card">
          <AccessMark device={device} />
        </span>
      ) : (
        <AccessMark device={device} />
      )}
      <PolicyStepMark step={device.policyStep} short />
    </span>
  ),
  access: ({ access }) => <AccessStatus value={access.state} />,
  azureComplianceStatus: (device) => <AzureStatus value={device.azureComplianceStatus ?? 'blank'} />,
  clientStatusCode: (device) => <ClientCode code={device.clientStatusCode} />,
  lastReportedAt: (device) => <ReportTime device={device} />,
  lastCheckInAt: (device) => <RelativeTime value={device.lastCheckInAt} short />,
  nextStep: ({ nextStep }) => <NextStepShort value={nextStep} />,
  action: (device) => <TableAction action={device.action} />,
  managementState: (device) => <ManagementStatus value={device.managementState} />,
  reportedVerdict: ({ reportedVerdict: verdict }) =>
    verdict === null ? <AzureStatus value="blank" /> : <VerdictStatus value={verdict} />,
  channel: (device) => <TableChannel device={device} />,
  entraProblem: ({ entra }) =>
    entra === null || entra.problem === null ? (
      <TableText value={null} />
    ) : (
      <EntraProblemShort value={entra.problem} />
    ),
  entraIsCompliant: ({ entra }) => <TableEntraFlag entra={entra} flag="isCompliant" />,
  entraIsManaged: ({ entra }) => <TableEntraFlag entra={entra} flag="isManaged" />,
  driftSince: ({ driftSince: since }) =>
    since === null ? <TableText value={null} /> : <RelativeTime value={since} short />,
  nextReportAt: (device) => <TableNextReport device={device} />,
  azureDeviceId: (device) => <TableIdentity device={device} field="azureDeviceId" />,
  azureUserPrincipalName: (device) => <TableIdentity device={device} field="azureUserPrincipalName" />,
  serialNumber: ({ serialNumber }) => <TableText value={serialNumber} />,
  manufacturer: ({ manufacturer }) => <TableText value={manufacturer} />,
  model: ({ model }) => <TableText value={model} />,
  feed: ({ feed }) => <TableText value={feed} />,
  externalId: ({ externalId }) => <TableText value={externalId} />,
  tags: ({ tags }) => <TableTags tags={tags} />,
};

export const deviceColumns = column.columns(
  listColumns.map((id) =>
    column.display({
      id,
      size: widths[id],
      minSize: narrowest,
      maxSize: widest,
      cell: ({ row }) => (id === 'name' ? row.original.name : cells[id](row.original)),
    }),
  ),
);

/** Returns the name of a column. */
export function useColumnName(): (column: ListColumn) => string {
  const t = useTranslations('table.column');
  return useCallback((column) => t(column), [t]);
}
