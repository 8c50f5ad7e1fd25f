'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GivenText } from '#components/marks/given-text';
import { Copyable } from '#components/ui/copyable';
import { ExactTime } from '#components/ui/exact-time';
import { Panel } from '#components/ui/panel';
import type { DeviceDetail } from '#lib/contract/device';
import { useChangeText } from '../../marks/use-change-text.ts';
import { useSystemName } from '../../marks/use-system-name.ts';

const facts = ['manufacturer', 'model', 'ownership', 'encrypted', 'passcodeSet', 'compromised'] as const;

/** What the MDM told about the device and its user. */
export function InventoryPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.inventory');
  const none = useTranslations('common')('notTold');
  const systemName = useSystemName();
  const { valueText } = useChangeText();
  const told = (field: (typeof facts)[number] | 'userDisplayName'): [string, ReactNode] => {
    const value = device[field];
    if (value === null) return [t(field), none];
    return [t(field), <GivenText key={field} text={valueText(field, value)} />];
  };
  const id = (
    field: 'serialNumber' | 'userPrincipalName' | 'userAzureId' | 'externalId' | 'id',
  ): [string, ReactNode] => {
    const value = device[field];
    if (value === null) return [t(field), none];
    const looked = field === 'userAzureId' && device.userAzureIdSource === 'entra';
    return [
      t(field),
      <span key={field} className="flex flex-wrap items-center gap-x-2">
        <Copyable text={value} what={t(field)} />
        {looked && <span className="text-muted text-sm">{t('lookedUp')}</span>}
      </span>,
    ];
  };
  const rows: [string, ReactNode][] = [
    told('userDisplayName'),
    id('userPrincipalName'),
    id('userAzureId'),
    id('serialNumber'),
    [t('os'), <GivenText key="os" text={`${systemName(device.os)} ${device.osVersion}`} />],
    ...facts.map(told),
    [t('feed'), <GivenText key="feed" text={device.feed} />],
    id('externalId'),
    id('id'),
    [t('firstCheckInAt'), <ExactTime key="first" value={device.firstCheckInAt} />],
  ];
  return (
    <Panel title={t('title')} flush>
      <dl className="px-4 py-2">
        {rows.map(([name, value]) => (
          <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 py-1">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
