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

/** The sign-ins alone, for where there is no panel. */
export function SignInsOnRequest({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.signIns');
  return (
    <OnRequest summary={t('summary')}>
      <SignIns deviceId={deviceId} />
    </OnRequest>
  );
}

interface Props {
  title: string;
  summary: string;
  children: ReactNode;
}

function ClosedPanel({ title, ...closed }: Props) {
  return (
    <Panel title={title}>
      <OnRequest {...closed} />
    </Panel>
  );
}

/** The content is there only while it is open. */
function OnRequest({ summary, children }: Omit<Props, 'title'>) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="rounded-md text-accent hover:underline">{summary}</summary>
      <div className="mt-2">{open && children}</div>
    </details>
  );
}
