'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { Copyable } from '#components/ui/copy-button';
import { type Fact, FactList } from '#components/ui/fact-list';
import { Panel } from '#components/ui/panel';
import { ExactTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { useChangeText } from '../timeline/use-change-text.ts';

const plainFields = [
  'manufacturer',
  'model',
  'ownership',
  'encrypted',
  'passcodeSet',
  'compromised',
] as const;

/** What the MDM sent about the device and its user. */
export function InventoryPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.inventory');
  const systemName = useSystemName();
  const { valueText } = useChangeText();
  const plain = (field: (typeof plainFields)[number] | 'userDisplayName'): Fact => {
    const value = device[field];
    if (value === null) return [t(field), null];
    return [t(field), <GivenText key={field} text={valueText(field, value)} />];
  };
  const id = (field: 'serialNumber' | 'userPrincipalName' | 'userAzureId' | 'externalId' | 'id'): Fact => {
    const value = device[field];
    if (value === null) return [t(field), null];
    const looked = field === 'userAzureId' && device.userAzureIdSource === 'entra';
    return [
      t(field),
      <span key={field} className="flex flex-wrap items-center gap-x-2">
        <Copyable text={value} what={t(field)} />
        {looked && <span className="text-muted text-sm">{t('lookedUp')}</span>}
      </span>,
    ];
  };
  const facts: Fact[] = [
    plain('userDisplayName'),
    id('userPrincipalName'),
    id('userAzureId'),
    id('serialNumber'),
    [t('os'), <GivenText key="os" text={`${systemName(device.os)} ${device.osVersion}`} />],
    ...plainFields.map(plain),
    [t('feed'), <FeedLink key="feed" feed={device.feed} />],
    id('externalId'),
    id('id'),
    [t('firstCheckInAt'), <ExactTime key="first" value={device.firstCheckInAt} />],
  ];
  return (
    <Panel title={t('title')} flush>
      <FactList facts={facts} />
      <UntoldFacts names={facts.filter(([, value]) => value === null).map(([name]) => name)} />
      <Attributes attributes={device.attributes} />
    </Panel>
  );
}

/** The facts that the feed does not send, in one line that opens. */
function UntoldFacts({ names }: { names: readonly string[] }) {
  const t = useTranslations('device.inventory');
  const format = useFormatter();
  if (names.length === 0) return null;
  return (
    <details className="border-line border-t px-4 py-2 text-muted text-sm">
      <summary className="rounded-md hover:text-ink">{t('untold', { count: names.length })}</summary>
      {format.list(names)}
    </details>
  );
}

/** Leads to where the device's facts come from: the MDM that Tenko reads, or what a program sends. */
function FeedLink({ feed }: { feed: string }) {
  return (
    <Link
      href={`/feeds/${encodeURIComponent(feed)}`}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      <GivenText text={feed} />
    </Link>
  );
}

/** What the feed reports beyond the fields that every device has. */
function Attributes({ attributes }: Pick<DeviceDetail, 'attributes'>) {
  const t = useTranslations('device');
  const { valueText } = useChangeText();
  const facts = Object.entries(attributes).map(
    ([key, value]): Fact => [shownText(key), <bdi key={key}>{valueText(key, value)}</bdi>],
  );
  if (facts.length === 0) return null;
  return (
    <section aria-label={t('attributes')} className="border-line border-t">
      <h3 className="px-4 pt-2 font-medium">{t('attributes')}</h3>
      <FactList facts={facts} />
    </section>
  );
}
