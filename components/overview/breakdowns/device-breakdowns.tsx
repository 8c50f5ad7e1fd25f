'use client';

import { useTranslations } from 'next-intl';
import { clientCodeLook } from '#components/marks/client-code';
import { accessLooks, azureStatusLooks, verdictLooks } from '#components/marks/status-badges';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { isReportable, operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { managementStates } from '#lib/domain/reports/report-status';
import { useSystemName } from '../../marks/use-system-name.ts';
import { Breakdown, type Part } from './breakdown.tsx';

/** In counts of the whole fleet, “unknown” needs no attention. */
const fleetAccessLooks = {
  ...accessLooks,
  unknown: { icon: accessLooks.unknown.icon, tone: 'muted' },
} as const;
const states = Object.keys(fleetAccessLooks) as (keyof typeof fleetAccessLooks)[];

/** How many devices Conditional Access lets in, according to Entra. */
export function AccessBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = states.map((state) => ({
    id: state,
    ...fleetAccessLooks[state],
    label: t(`device.access.${state}`),
    count: devices.access[state],
    href: devicesHref({ access: [state] }),
  }));
  const title = t('overview.breakdown.access');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}

export function VerdictBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = verdicts.map((verdict) => ({
    id: verdict,
    ...verdictLooks[verdict],
    label: t(`device.verdict.${verdict}`),
    count: devices.verdict[verdict],
    href: devicesHref({ verdict: [verdict] }),
  }));
  const title = t('overview.breakdown.verdict');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}

const statuses = ['successful', 'in_progress', 'failed', 'blank'] as const;

export function AzureStatusBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = statuses.map((status) => ({
    id: status,
    ...azureStatusLooks[status],
    label: t(`device.azureStatus.${status}`),
    count: devices.azureComplianceStatus[status],
    href: devicesHref({ azureComplianceStatus: [status] }),
  }));
  const title = t('overview.breakdown.azureStatus');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}

export function SystemBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview.breakdown');
  const systemName = useSystemName();
  // Systems that cannot be reported to Microsoft are listed only if there are devices.
  const named = operatingSystems.filter((os) => isReportable(os) || devices.os[os] > 0);
  const parts = named.map((os) => ({
    id: os,
    tone: 'accent' as const,
    label: systemName(os),
    count: devices.os[os],
    href: devicesHref({ os: [os] }),
  }));
  return <Breakdown title={t('os')} total={devices.total} unit={t('devices')} parts={parts} />;
}

/** Shows the codes untranslated, with their meaning on hover. */
export function ClientCodeBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = [...clientStatusCodes, 'blank' as const].map(
    (code): Part => ({
      id: code,
      ...clientCodeLook(code === 'blank' ? null : code),
      label:
        code === 'blank' ? (
          t('device.codeBlank')
        ) : (
          <span translate="no" title={t(`device.clientStatus.${code}.meaning`)}>
            {code}
          </span>
        ),
      count: devices.clientStatusCode[code],
      href: devicesHref({ clientStatusCode: [code] }),
    }),
  );
  const title = t('overview.breakdown.clientCode');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}

export function ManagementBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = managementStates.map((state) => ({
    id: state,
    tone: 'accent' as const,
    label: t(`device.management.${state}`),
    count: devices.managementState[state],
    href: devicesHref({ managementState: [state] }),
  }));
  const title = t('overview.breakdown.management');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
