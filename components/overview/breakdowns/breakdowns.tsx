'use client';

import { useTranslations } from 'next-intl';
import { accessLooks, azureStatusLooks, clientCodeLook, verdictLooks } from '#components/marks/status-looks';
import { BreakableName } from '#components/ui/breakable-name';
import { devicesHref, reportsHref } from '#lib/client/lists/list-links';
import type { DeviceFigures, OverviewFigures } from '#lib/contract/overview';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { hasChannel, operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { useCauseName } from '../../marks/use-cause-name.ts';
import { useSystemName } from '../../marks/use-system-name.ts';
import { Breakdown, type Part } from './breakdown.tsx';

/** All devices, counted by one property at a time. */
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
        <ChannelBreakdown devices={devices} />
      </div>
    </div>
  );
}

interface CauseBreakdownProps {
  failures: OverviewFigures['failures'];
  /** All devices whose last report failed, even if `failures` lists only the most frequent causes */
  failed: number;
}

/** Why the last reports failed; each cause links to its failed reports. */
function CauseBreakdown({ failures, failed }: CauseBreakdownProps) {
  const t = useTranslations('overview');
  const causeName = useCauseName();
  const parts = failures.map(({ code, devices }) => ({
    id: code ?? '',
    tone: 'bad' as const,
    label: code === null ? t('causeUnknown') : causeName(code),
    count: devices,
    href: reportsHref({ status: ['failed'], ...(code !== null && { errorCode: code }) }),
  }));
  return (
    <Breakdown
      title={t('breakdown.causes')}
      total={failed}
      unit={t('breakdown.devices')}
      parts={parts}
      note={failures.length === 0 ? t('breakdown.noFailures') : t('breakdown.causesNote')}
    />
  );
}

/** What triggered the reports of the last 24 hours. */
function TriggerBreakdown({ day }: { day: OverviewFigures['day'] }) {
  const t = useTranslations();
  const parts = triggers.map((trigger) => ({
    id: trigger,
    tone: 'accent' as const,
    label: t(`device.trigger.${trigger}`),
    count: day.triggers[trigger],
    href: reportsHref({ trigger: [trigger], createdAfter: day.since }),
  }));
  const total = Object.values(day.triggers).reduce((sum, count) => sum + count, 0);
  const title = t('overview.breakdown.triggers');
  return <Breakdown title={title} total={total} unit={t('overview.breakdown.reports')} parts={parts} />;
}

/** In counts of the whole fleet, “unknown” needs no attention. */
const fleetAccessLooks = {
  ...accessLooks,
  unknown: { icon: accessLooks.unknown.icon, tone: 'muted' },
} as const;
const states = Object.keys(fleetAccessLooks) as (keyof typeof fleetAccessLooks)[];

/** How many devices Conditional Access lets in, according to Entra. */
function AccessBreakdown({ devices }: { devices: DeviceFigures }) {
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

function VerdictBreakdown({ devices }: { devices: DeviceFigures }) {
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

function AzureStatusBreakdown({ devices }: { devices: DeviceFigures }) {
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

function SystemBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview.breakdown');
  const systemName = useSystemName();
  // Systems that cannot be reported to Microsoft are listed only if there are devices.
  const named = operatingSystems.filter((os) => hasChannel(os) || devices.os[os] > 0);
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
function ClientCodeBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = [...clientStatusCodes, 'blank' as const].map(
    (code): Part => ({
      id: code,
      ...clientCodeLook(code === 'blank' ? null : code),
      label:
        code === 'blank' ? (
          t('device.codeBlank')
        ) : (
          <span className="breaks-words" title={t(`device.clientStatus.${code}.meaning`)}>
            <BreakableName name={code} />
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

function ManagementBreakdown({ devices }: { devices: DeviceFigures }) {
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

/** How verdicts reach Microsoft. Ways that no device takes are left out. */
function ChannelBreakdown({ devices: { channel: counts, total } }: { devices: DeviceFigures }) {
  const t = useTranslations();
  if (counts === undefined) return null;
  const parts = channels
    .filter((channel) => channel !== 'tag' || counts[channel] > 0)
    .map((channel) => ({
      id: channel,
      tone: channel === 'none' ? ('muted' as const) : ('accent' as const),
      label: t(`connection.channel.${channel}`),
      count: counts[channel],
      href: devicesHref({ channel: [channel] }),
    }));
  return (
    <Breakdown
      title={t('overview.breakdown.channel')}
      total={total}
      unit={t('overview.breakdown.devices')}
      parts={parts}
    />
  );
}
