'use client';

import { useTranslations } from 'next-intl';
import type { ReportDetail } from '#lib/contract/report';
import { CodeBlock } from '../ui/code-block.tsx';
import { Panel } from '../ui/panel.tsx';

/** The entries of this device in the message, and nothing about other devices. */
export function SentPayload({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.payload');
  const { payload, message, sentAt, settledAt } = report;
  const open = payload !== null && sentAt === null && settledAt === null;
  const title = open ? t('titleUnsent') : t('title');
  if (payload === null) {
    return (
      <Panel title={title}>
        <p className="text-muted">{settledAt === null ? t('noneYet') : t('none')}</p>
      </Panel>
    );
  }
  const others = (message?.deviceCount ?? 1) - 1;
  return (
    <Panel title={title}>
      <CodeBlock text={JSON.stringify(payload, null, 2)} what={t('what')} />
      {others > 0 && <p className="mt-2 text-muted text-sm">{t('others', { count: others })}</p>}
    </Panel>
  );
}
