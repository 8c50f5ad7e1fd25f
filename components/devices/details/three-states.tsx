'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DriftMark } from '#components/marks/entra-marks';
import { GuideLink } from '#components/marks/guide-link';
import { VerdictStatus } from '#components/marks/status-badges';

import { Copyable } from '#components/ui/copy-button';
import { CircleDashed, CircleSlash } from '#components/ui/icons';

import { Panel } from '#components/ui/panel';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import { EntraState } from './entra-state.tsx';

/** Our verdict, what Microsoft confirmed, and what Entra shows. Most questions end where these differ. */
export function ThreeStates({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  const { confirmed, retireAskedAt } = device;
  return (
    <Panel title={t('title')} aside={<DriftMark since={device.driftSince} />} flush>
      <dl className="divide-y divide-line">
        <StateRow title={t('ours')}>
          <p className="flex flex-wrap items-center gap-x-3">
            <VerdictStatus value={device.verdict} />
            <span className="text-muted text-sm">
              {retireAskedAt === null
                ? t.rich('oursFrom', { ago: () => <RelativeTime value={device.lastCheckInAt} /> })
                : t('oursByAdmin')}
            </span>
          </p>
        </StateRow>
        <StateRow title={t('channel')}>
          <DeviceChannel device={device} />
        </StateRow>
        <StateRow title={t('confirmed')}>
          {confirmed === null ? (
            <Status tone="muted" icon={CircleDashed}>
              {t('never')}
            </Status>
          ) : (
            <>
              <p className="flex flex-wrap items-center gap-x-3">
                <VerdictStatus value={confirmed.verdict} />
                <span className="text-muted text-sm">
                  <ExactTime value={confirmed.at} />
                </span>
              </p>
              <p className="text-muted">
                <span className="sr-only">{t('messageId')}</span>
                <Copyable text={confirmed.messageId} what={t('messageId')} />
              </p>
              {!confirmed.current && <p className="text-sm text-wait">{t('outdated')}</p>}
            </>
          )}
        </StateRow>
        <StateRow title={t('entra')}>
          <EntraState device={device} />
        </StateRow>
      </dl>
    </Panel>
  );
}

/** One of the three states. */
function StateRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 px-4 py-1 sm:grid-cols-[9.5rem_minmax(0,1fr)]">
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** The way by which the verdict reaches Microsoft, or why there is none. */
function DeviceChannel({ device: { channel, channelReason } }: { device: DeviceDetail }) {
  const t = useTranslations();
  const name = t(`connection.channel.${channel}`);
  const link = <GuideLink topic="channel" entry={channel} name={name} />;
  if (channel !== 'none') {
    return (
      <>
        {name} {link}
      </>
    );
  }
  return (
    <>
      <Status tone="muted" icon={CircleSlash}>
        {name}
      </Status>{' '}
      {link}
      {channelReason !== null && (
        <p className="text-muted text-sm">{t(`device.obstacle.${channelReason}`)}</p>
      )}
    </>
  );
}
