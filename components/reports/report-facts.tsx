'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FailureText } from '#components/marks/failure-text';
import { GivenText } from '#components/marks/given-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { Copyable } from '#components/ui/copy-button';
import { type Fact, FactList } from '#components/ui/fact-list';
import { Panel } from '#components/ui/panel';
import { ExactTime } from '#components/ui/relative-time';
import type { ReportDetail } from '#lib/contract/report';
import { useToldText } from '../marks/use-told-text.ts';

/** The device, the trigger, who requested the report, and the times. */
export function ReportFacts({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.facts');
  const words = useTranslations('device');
  const channelName = useTranslations('connection.channel');
  const told = useToldText()(report.verdict, report.channel);
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
    [t('channel'), report.channel && channelName(report.channel)],
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

/** The message that carries the report, and the ids that Microsoft's support needs. */
export function MessagePanel({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.message');
  const format = useFormatter();
  const { message, attempts, clientRequestId, requestId } = report;
  if (message === null) {
    return (
      <Panel title={t('title')}>
        <p className="text-muted">{t('none')}</p>
      </Panel>
    );
  }
  const { errorCode, errorDetail } = message;
  const id = (name: 'id' | 'clientRequestId' | 'requestId', text: string | null): Fact => [
    t(name),
    text && <Copyable key={name} text={text} what={t(name)} />,
  ];
  // If the report failed for the same reason, the panel above already says so.
  function problem(): ReactNode {
    if (errorCode === null || errorCode === report.errorCode) return null;
    if (errorCode === 'nothing_to_send') return t('nothingToSend');
    return <FailureText failure={{ code: errorCode, detail: errorDetail }} explained />;
  }
  const facts: Fact[] = [
    id('id', message.id),
    [t('status'), t(`statuses.${message.status}`)],
    [t('error'), problem()],
    [t('created'), <ExactTime key="created" value={message.createdAt} />],
    [t('devices'), format.number(message.deviceCount)],
    [t('attempts'), format.number(attempts)],
    id('clientRequestId', clientRequestId),
    id('requestId', requestId),
  ];
  return (
    <Panel title={t('title')} flush>
      <FactList facts={facts} />
    </Panel>
  );
}
