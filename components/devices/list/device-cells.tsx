'use client';

import { useTranslations } from 'next-intl';
import { FlagStatus } from '#components/marks/entra-marks';
import { GivenText } from '#components/marks/given-text';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import type { Action } from '#lib/domain/devices/verdict';
import { shownText } from '#lib/domain/text/shown-text';
import { accessLooks } from '../../marks/status-looks.tsx';
import { useSystemName } from '../../marks/use-system-name.ts';

interface Props {
  value: string | null;
  /** Why there is no value, if known */
  reason?: string | undefined;
}

/** A plain text in a cell, or a dash. */
export function TableText({ value, reason }: Props) {
  const t = useTranslations('common');
  if (value !== null)
    return (
      <span title={shownText(value)}>
        <GivenText text={value} />
      </span>
    );
  if (reason !== undefined) return <span className="text-muted">{reason}</span>;
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{t('none')}</span>
    </span>
  );
}

/** The tags of a device, on one line; those that do not fit are cut, and all are in the title. */
export function TableTags({ tags }: Pick<DeviceListItem, 'tags'>) {
  if (tags.length === 0) return <TableText value={null} />;
  return (
    <ul title={tags.map(shownText).join(', ')} className="flex gap-1 overflow-hidden">
      {tags.map((tag) => (
        <li key={tag} className="max-w-full shrink-0 truncate rounded-md bg-accent-soft px-1.5 text-accent">
          <GivenText text={tag} />
        </li>
      ))}
    </ul>
  );
}

export function DeviceUser({ device }: { device: DeviceListItem }) {
  const t = useTranslations('devices');
  const { userDisplayName, userPrincipalName } = device;
  if (userDisplayName === null && userPrincipalName === null) {
    return <span className="text-muted">{t('noUser')}</span>;
  }
  return (
    <>
      {userDisplayName && <GivenText text={userDisplayName} />}
      {userPrincipalName && (
        <span
          title={shownText(userPrincipalName)}
          className={
            userDisplayName ? 'sheet-second block truncate text-muted text-xs max-[56rem]:hidden' : ''
          }
        >
          <GivenText text={userPrincipalName} />
        </span>
      )}
    </>
  );
}

export function DeviceSystem({ device }: { device: DeviceListItem }) {
  const systemName = useSystemName();
  return (
    <>
      {systemName(device.os)}{' '}
      <span
        className="sheet-inline text-muted min-[56rem]:block min-[56rem]:truncate min-[56rem]:text-xs"
        title={device.osVersion}
      >
        {device.osVersion}
      </span>
    </>
  );
}

/** On a phone: whether the user has access, and if not, why. */
export function CardAnswer({ access: { state, because } }: Pick<DeviceListItem, 'access'>) {
  const t = useTranslations('device.access');
  return (
    <span className="min-[56rem]:hidden">
      <Status {...accessLooks[state]}>
        {state === 'let_in' ? t(state) : t('headline', { state: t(state), because: t(`because.${because}`) })}
      </Status>
    </span>
  );
}

/** The most severe active action. */
export function TableAction({ action }: { action: Action | null }) {
  const t = useTranslations('device.action');
  return <TableText value={action && t(action)} />;
}

interface TableIdentityProps {
  device: DeviceListItem;
  field: 'azureDeviceId' | 'azureUserPrincipalName';
}

/** The identity of the device at Microsoft, or why there is none. */
export function TableIdentity({ device, field }: TableIdentityProps) {
  const t = useTranslations('device.blankShort');
  const value = device[field];
  const obstacle = value === null ? obstacleOf(device) : null;
  const isReason = obstacle !== null && obstacle !== 'retired';
  return <TableText value={value} reason={isReason ? t(obstacle) : undefined} />;
}

/** How the verdict reaches Microsoft, or why it does not. */
export function TableChannel({ device: { channel, channelReason } }: { device: DeviceListItem }) {
  const t = useTranslations();
  if (channelReason !== null) {
    return <TableText value={null} reason={t(`device.blankShort.${channelReason}`)} />;
  }
  return <TableText value={t(`connection.channel.${channel}`)} />;
}

interface TableEntraFlagProps {
  entra: DeviceListItem['entra'];
  flag: 'isCompliant' | 'isManaged';
}

/** One of Entra's flags, or why it is not known. */
export function TableEntraFlag({ entra, flag }: TableEntraFlagProps) {
  const t = useTranslations('device.states');
  if (entra === null) return <TableText value={null} reason={t('notRead')} />;
  const value = entra[flag];
  if (value === null && entra.problem !== null) {
    return <TableText value={null} reason={t(entra.problem)} />;
  }
  return <FlagStatus value={value} />;
}

/** When the next report is due, or why there is none. */
export function TableNextReport({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device');
  if (device.nextReportAt !== null) return <RelativeTime value={device.nextReportAt} future short />;
  const obstacle = obstacleOf(device);
  if (obstacle === null) return <TableText value={null} />;
  const reason = obstacle === 'retired' ? t('verdict.retired') : t(`blankShort.${obstacle}`);
  return <TableText value={null} reason={reason} />;
}

/** When the device was last reported, or why never. */
export function ReportTime({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device.blankShort');
  if (device.lastReportedAt !== null) return <RelativeTime value={device.lastReportedAt} short />;
  if (device.reportTimeBlankReason === null) return null;
  return <span className="text-muted">{t(device.reportTimeBlankReason)}</span>;
}
