'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { type Fact, FactList } from '#components/ui/fact-list';
import type { ReportDetail } from '#lib/contract/report';
import { Copyable } from '../ui/copyable.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { Panel } from '../ui/panel.tsx';

/** Whom the report is about, why it was made, who asked for it, and when. */
export function ReportFacts({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.facts');
  const words = useTranslations('device');
  const told = words(`why.toldVerdict.${report.verdict}`);
  const { sentAt, settledAt } = report;
  const unsent = settledAt === null ? t('notSent') : t('neverSent');
  const facts: Fact[] = [
    [
      t('device'),
      <Link
        key="device"
        href={`/devices/${report.deviceId}`}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={report.deviceName} />
      </Link>,
    ],
    [words('inventory.feed'), <GivenText key="feed" text={report.feed} />],
    [
      words('inventory.externalId'),
      <Copyable key="ext" text={report.externalId} what={words('inventory.externalId')} />,
    ],
    [t('trigger'), words(`trigger.${report.trigger}`)],
    [t('requestedBy'), <GivenText key="by" text={report.requestedBy ?? t('bySystem')} />],
    [
      sentAt ? t('told') : t('toTell'),
      <div key="told">
        <VerdictStatus value={report.verdict} />
        <p className="text-muted text-sm">{told}</p>
      </div>,
    ],
    [t('created'), <ExactTime key="created" value={report.createdAt} />],
    [t('sent'), sentAt ? <ExactTime key="sent" value={sentAt} /> : unsent],
    [t('settled'), settledAt ? <ExactTime key="settled" value={settledAt} /> : t('notSettled')],
    [t('id'), <Copyable key="id" text={report.id} what={t('id')} />],
  ];
  return (
    <Panel title={t('title')} flush>
      <FactList facts={facts} />
    </Panel>
  );
}
