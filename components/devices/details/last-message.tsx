'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Copyable } from '#components/ui/copy-button';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';

const SentPayload = dynamic(() => import('./last-message-payload.tsx').then((file) => file.SentPayload));

/** The last message to Microsoft about this device. The payload loads on request. */
export function LastMessage({ message }: { message: DeviceDetail['lastMessage'] }) {
  const t = useTranslations('device.payload');
  const [open, setOpen] = useState(false);
  if (message === null) {
    return (
      <Panel title={t('title')}>
        <p className="text-muted">{t('none')}</p>
      </Panel>
    );
  }
  const { reportId, messageId, sentAt } = message;
  const sent = (
    <span className="text-muted text-sm">
      {t.rich('sent', { ago: () => <RelativeTime value={sentAt} /> })}
    </span>
  );
  return (
    <Panel title={t('title')} aside={sent}>
      <p className="mb-1 flex flex-wrap items-center gap-x-3">
        <Copyable text={messageId} what={t('messageId')} />
        <Link
          href={`/reports/${reportId}`}
          prefetch={false}
          className="rounded-md text-accent text-sm hover:underline"
        >
          {t('openReport')}
        </Link>
      </p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="rounded-md text-accent hover:underline">{t('summary')}</summary>
        <div className="mt-2">{open && <SentPayload reportId={reportId} />}</div>
      </details>
    </Panel>
  );
}
