'use client';

import { useTranslations } from 'next-intl';
import { Check, Copy } from './icons.tsx';
import { useCopy } from './use-copy.ts';

/** Copies a text; `what` names it for those who hear the page. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('common');
  const { copied, copy } = useCopy(text);
  const Icon = copied ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-label={t('copy', { what })}
        title={copied ? t('copied') : t('copy', { what })}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-accent-soft hover:text-ink"
      >
        <Icon aria-hidden="true" size={13} />
      </button>
      <span role="status" className="sr-only">
        {copied && t('copied')}
      </span>
    </>
  );
}
