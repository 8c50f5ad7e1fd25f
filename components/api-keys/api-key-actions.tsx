'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';

const RotateKeyDialog = dynamic(() =>
  import('./rotate-key-dialog.tsx').then(({ RotateKeyDialog: dialog }) => dialog),
);
const RevokeKeyDialog = dynamic(() =>
  import('./revoke-key-dialog.tsx').then(({ RevokeKeyDialog: dialog }) => dialog),
);

/** Rotate and revoke. Neither for a key that has ended, or that comes from the environment. */
export function ApiKeyActions({ apiKey, url }: { apiKey: ApiKey; url: string }) {
  const t = useTranslations('apiKeys');
  const [open, setOpen] = useState<'rotate' | 'revoke' | null>(null);
  const { name, state, managed } = apiKey;
  // The dialogs load on first use and then stay: a dialog that is removed cannot return the focus.
  const [known, setKnown] = useState(false);
  const ask = (what: 'rotate' | 'revoke') => {
    setKnown(true);
    setOpen(what);
  };
  const close = () => setOpen(null);
  if (managed) return null;
  return (
    <div className="-my-1 flex flex-wrap gap-1 max-[56rem]:-ms-3 min-[56rem]:justify-end">
      {state === 'active' && (
        <Button
          look="quiet"
          aria-label={t('rotate.of', { name: shownText(name) })}
          onClick={() => ask('rotate')}
        >
          {t('rotate.open')}
        </Button>
      )}
      {(state === 'active' || state === 'replaced') && (
        <Button
          look="quiet"
          aria-label={t('revoke.of', { name: shownText(name) })}
          onClick={() => ask('revoke')}
        >
          {t('revoke.open')}
        </Button>
      )}
      {known && <RotateKeyDialog apiKey={apiKey} url={url} open={open === 'rotate'} onClose={close} />}
      {known && <RevokeKeyDialog apiKey={apiKey} open={open === 'revoke'} onClose={close} />}
    </div>
  );
}
