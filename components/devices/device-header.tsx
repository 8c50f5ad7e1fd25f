'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { operatingSystemNames } from '#lib/domain/operating-system';
import { RelativeTime } from '../ui/relative-time.tsx';
import { DeviceActionsMenu } from './device-actions-menu.tsx';
import { DriftMark } from './drift-mark.tsx';
import { ReportNow } from './report-now.tsx';
import { VerdictStatus } from './verdict-status.tsx';

export function DeviceHeader({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { name, userDisplayName, userPrincipalName, model, os, osVersion } = device;
  const system = t('identity', { os: operatingSystemNames[os], version: osVersion });
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-sm:w-full">
        <Link
          href="/devices"
          className="inline-flex items-center gap-1 rounded-md text-accent text-sm hover:underline"
        >
          <ArrowLeft aria-hidden="true" size={14} />
          {t('back')}
        </Link>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-xl">{name}</h1>
          <span className="flex flex-wrap items-center gap-2">
            <VerdictStatus verdict={device.verdict} pill />
            <span className="text-muted">
              {t.rich('verdictSince', { ago: () => <RelativeTime value={device.verdictSince} /> })}
            </span>
            <DriftMark since={device.driftSince} age />
          </span>
        </div>
        <ul className="mt-1 flex flex-wrap gap-x-4 text-muted">
          {[userDisplayName ?? userPrincipalName, model, system].map(
            (fact) => fact && <li key={fact}>{fact}</li>,
          )}
          <li>{t.rich('lastCheckIn', { ago: () => <RelativeTime value={device.lastCheckInAt} /> })}</li>
          {device.managementState === 'retiring' && <li className="text-wait">{t('retiring')}</li>}
        </ul>
      </div>
      <div className="flex items-start gap-2 max-sm:w-full max-sm:justify-between">
        <ReportNow device={device} />
        <DeviceActionsMenu device={device} />
      </div>
    </header>
  );
}
