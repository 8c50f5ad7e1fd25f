'use client';

import { useTranslations } from 'next-intl';
import { CopyButton } from '#components/ui/copy-button';
import { Skeleton } from '#components/ui/skeleton';
import type { UserText } from '#lib/contract/user-text';

/** Subject and body as they will be read, in their own language. */
export function MailText({ text }: { text: UserText | undefined }) {
  const t = useTranslations('device.forUser');
  return (
    <div lang={text?.locale} className="flex min-h-72 flex-col rounded-md border border-line bg-canvas">
      <div className="flex items-center justify-between gap-2 border-line border-b px-3 py-2">
        <p className="min-w-0 font-semibold">{text?.subject ?? <Skeleton width="16rem" />}</p>
        {text && <CopyButton text={text.subject} what={t('subject')} />}
      </div>
      <section
        aria-label={t('body')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-[45dvh] overflow-y-auto whitespace-pre-line px-3 py-2"
      >
        {text?.body ?? <Skeleton />}
      </section>
    </div>
  );
}
