'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Pause, Play } from '#components/ui/icons';
import { SwitchDialog } from './connection-dialogs.tsx';

/** Pauses or resumes reporting, whichever applies, once that is confirmed. */
export function SwitchReporting({ paused }: { paused: boolean }) {
  const t = useTranslations('connection');
  // As it was when the dialog opened: another admin may switch meanwhile.
  const [asked, setAsked] = useState<{ paused: boolean } | null>(null);
  const denied = useDenied('admin');
  const Icon = paused ? Play : Pause;
  return (
    <>
      <Button
        onClick={() => setAsked({ paused })}
        disabled={denied !== null}
        title={denied ?? undefined}
        aria-haspopup="dialog"
      >
        <Icon aria-hidden="true" size={14} />
        {paused ? t('resume') : t('pause')}
      </Button>
      {asked !== null && (
        <SwitchDialog paused={asked.paused} open onClose={() => setAsked(null)} onDone={() => undefined} />
      )}
    </>
  );
}
