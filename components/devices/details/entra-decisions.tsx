'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Panel } from '#components/ui/panel';

const SignIns = dynamic(() => import('./sign-ins.tsx').then((file) => file.SignIns));
const WhatIf = dynamic(() => import('./what-if.tsx').then((file) => file.WhatIf));

/** What Entra decided on this device, and what it would decide now. Microsoft is asked when an admin opens them. */
export function EntraDecisions({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device');
  return (
    <>
      <ClosedPanel title={t('signIns.title')} summary={t('signIns.summary')}>
        <SignIns deviceId={deviceId} />
      </ClosedPanel>
      <ClosedPanel title={t('whatIf.title')} summary={t('whatIf.summary')}>
        <WhatIf deviceId={deviceId} />
      </ClosedPanel>
    </>
  );
}

interface Props {
  title: string;
  summary: string;
  children: ReactNode;
}

/** A panel whose content is there only while it is open. */
function ClosedPanel({ title, summary, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Panel title={title}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="rounded-md text-accent hover:underline">{summary}</summary>
        <div className="mt-2">{open && children}</div>
      </details>
    </Panel>
  );
}
