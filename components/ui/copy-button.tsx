'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

const shownMs = 2_000;

/** Copies a text; `what` names it for those who hear the page. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;

  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  }

  return (
    <button
      type="button"
      onClick={copy}
      title={copied ? t('copied') : t('copy', { what })}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-accent-soft hover:text-ink"
    >
      <Icon aria-hidden="true" size={13} />
      <span className="sr-only" aria-live="polite">
        {copied ? t('copied') : t('copy', { what })}
      </span>
    </button>
  );
}
