'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { CodeBlock } from '../ui/code-block.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

/** The very entries that went to Microsoft about this device. */
export function LastPayload({ payload }: { payload: DeviceDetail['lastPayload'] }) {
  const t = useTranslations('device.payload');
  if (payload === null) {
    return (
      <Panel title={t('title')}>
        <p className="text-muted">{t('none')}</p>
      </Panel>
    );
  }
  const { sentAt } = payload;
  const sent = sentAt && (
    <span className="text-muted text-sm">
      {t.rich('sent', { ago: () => <RelativeTime value={sentAt} /> })}
    </span>
  );
  return (
    <Panel title={t('title')} aside={sent}>
      <details>
        <summary className="rounded-md text-accent hover:underline">{t('summary')}</summary>
        <div className="mt-2">
          <CodeBlock text={JSON.stringify(payload.entries, null, 2)} what={t('what')} />
        </div>
      </details>
    </Panel>
  );
}
