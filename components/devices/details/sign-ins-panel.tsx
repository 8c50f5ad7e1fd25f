'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '#components/ui/panel';

const SignIns = dynamic(() => import('./sign-ins.tsx').then((file) => file.SignIns));

/** The last sign-ins on this device. Microsoft is asked when an admin opens them. */
export function SignInsPanel({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.signIns');
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t('title')}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="rounded-md text-accent hover:underline">{t('summary')}</summary>
        <div className="mt-2">{open && <SignIns deviceId={deviceId} />}</div>
      </details>
    </Panel>
  );
}
