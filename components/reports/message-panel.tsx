'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FailureText } from '#components/marks/failure-text';
import { type Fact, FactList } from '#components/ui/fact-list';
import type { ReportDetail } from '#lib/contract/report';
import { Copyable } from '../ui/copyable.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { Panel } from '../ui/panel.tsx';

/** The message that the report travels in, and the ids that Microsoft's support asks for. */
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
  // Where the report failed with it, the reason stands above.
  function problem(): ReactNode {
    if (errorCode === null || errorCode === report.errorCode) return null;
    if (errorCode === 'nothing_to_send') return t('nothingToSend');
    return <FailureText failure={{ code: errorCode, detail: errorDetail }} />;
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
