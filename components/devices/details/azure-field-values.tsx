'use client';

import { useTranslations } from 'next-intl';
import { GuideLink } from '#components/marks/guide-link';
import { Copyable } from '#components/ui/copy-button';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import { shownText } from '#lib/domain/text/shown-text';

interface AzureIdentityProps {
  device: DeviceDetail;
  field: 'azureDeviceId' | 'azureUserPrincipalName';
}

/** The identity of the device or its user at Microsoft, or why it is blank. */
export function AzureIdentity({ device, field }: AzureIdentityProps) {
  const t = useTranslations('device.fields');
  const value = device[field];
  if (value) return <Copyable text={value} what={t(`${field}.label`)} />;
  return <BlankIdentity field={field} code={device.clientStatusCode} />;
}

interface BlankIdentityProps {
  field: AzureIdentityProps['field'];
  code: ClientStatusCode | null;
}

function BlankIdentity({ field, code }: BlankIdentityProps) {
  const t = useTranslations('device.fields');
  const isId = field === 'azureDeviceId';
  if (code === null)
    return <p className="text-sm">{isId ? t('blankDeviceIdUntold') : t('blankUserUntold')}</p>;
  if (code === 'Success')
    return <p className="text-sm">{isId ? t('blankDeviceIdMissing') : t('blankUserUntold')}</p>;
  return <p className="text-sm">{t('blankNotConnected')}</p>;
}

/** When the device was last reported and will be reported next, or why it never was. */
export function ReportTimeField({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { lastReportedAt, nextReportAt, due } = device;
  if (lastReportedAt === null) return <BlankReason device={device} />;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <p className="flex flex-wrap gap-x-3">
        <ExactTime value={lastReportedAt} />
        <span className="text-muted">
          <RelativeTime value={lastReportedAt} />
        </span>
      </p>
      <p className="text-muted text-sm">
        {due && t('fields.dueNow', { trigger: t(`trigger.${due.trigger}`) })}
        {!due &&
          nextReportAt &&
          t.rich('fields.nextReport', { when: () => <RelativeTime value={nextReportAt} future /> })}
      </p>
    </div>
  );
}

/** Why this device was never reported. */
export function BlankReason({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { reportTimeBlankReason: reason, clientStatusCode: code, due } = device;
  if (reason === null) return null;
  const link = <GuideLink topic="obstacle" entry={reason} name={t(`blankShort.${reason}`)} />;
  if (reason === 'queued' && due !== null) {
    return (
      <p className="text-sm">
        {t.rich('blank.queuedSince', {
          ago: () => <RelativeTime value={due.since} />,
          trigger: t(`trigger.${due.trigger}`),
        })}{' '}
        {link}
      </p>
    );
  }
  return (
    <p className="text-sm">
      {t(`blank.${reason}`, { code: code ?? '', feed: shownText(device.azureIdTakenBy ?? '') })} {link}
    </p>
  );
}
