'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { CallSnippets } from '#components/marks/call-snippets';
import { Button } from '#components/ui/button';
import { Copyable } from '#components/ui/copy-button';
import type { NewApiKey } from '#lib/contract/api-key';
import { mayHaveFeed } from '#lib/domain/people/api-key';

interface Props {
  made: NewApiKey;
  url: string;
  onClose: () => void;
}

/** The new key, which is shown only once, and how to use it. */
export function KeyShown({ made, url, onClose }: Props) {
  const t = useTranslations('apiKeys.shown');
  const checksIn = made.feed !== null && mayHaveFeed(made.scopes);
  // The button that had the focus is gone, so the focus moves to the text that replaced it.
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <>
      <p ref={note} tabIndex={-1} className="mt-2 mb-2 font-medium text-wait outline-none">
        {t('once')}
      </p>
      <section aria-label={t('key')} className="rounded-md border border-line bg-sunken p-3">
        <Copyable text={made.key} what={t('key')} />
      </section>
      <h3 className="mt-4 mb-1 font-semibold">{checksIn ? t('tryCheckIn') : t('try')}</h3>
      <CallSnippets apiKey={made.key} url={url} checksIn={checksIn} />
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </>
  );
}
