'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Plug, RefreshCw, Unplug } from '#components/ui/icons';
import type { ConnectionState, ProvisionAnswer } from '#lib/contract/connection';
import { DeprovisionDialog, ProvisionDialog, ResyncDialog } from './connection-dialogs.tsx';
import { MicrosoftWords } from './microsoft-problem.tsx';
import { SwitchReporting } from './switch-reporting.tsx';

/** What an admin can do with the connection, and the result. */
export function ConnectionActions({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection');
  const denied = useDenied('admin');
  // The command palette leads to the open dialog.
  const isAsked = useSearchParams().get('ask') === 'resync' && denied === null;
  const [asking, setAsking] = useState<ActionDone['verb'] | null>(isAsked ? 'resync' : null);
  const [done, setDone] = useState<ActionDone | null>(null);
  const dialog = (verb: ActionDone['verb']) => ({
    open: asking === verb,
    onClose: () => setAsking(null),
    onDone: (warnings: ActionDone['warnings']) => setDone({ verb, warnings }),
  });
  const { resync } = connection;
  const noteId = useId();
  const guard = { disabled: denied !== null, 'aria-describedby': noteId };
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3">
      <div className="flex flex-wrap gap-2">
        <SwitchReporting paused={connection.paused !== null} />
        <Button {...guard} onClick={() => setAsking('resync')}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('resync.action')}
        </Button>
        <Button {...guard} onClick={() => setAsking('provision')}>
          <Plug aria-hidden="true" size={14} />
          {t('provision.action')}
        </Button>
        {connection.deprovisionedAt === null && (
          <Button {...guard} onClick={() => setAsking('deprovision')}>
            <Unplug aria-hidden="true" size={14} />
            {t('deprovision.action')}
          </Button>
        )}
      </div>
      <p id={noteId} className="text-muted empty:hidden">
        {denied}
      </p>
      <ActionResult done={done} />
      <ResyncDialog {...dialog('resync')} running={resync !== null && resync.finishedAt === null} />
      <ProvisionDialog {...dialog('provision')} connection={connection} />
      <DeprovisionDialog {...dialog('deprovision')} connection={connection} />
    </div>
  );
}

interface ActionDone {
  verb: 'resync' | 'provision' | 'deprovision';
  /** Policies that Microsoft refused */
  warnings: ProvisionAnswer['warnings'];
}

/** Says what was done; screen readers announce it. */
function ActionResult({ done }: { done: ActionDone | null }) {
  const t = useTranslations('connection');
  return (
    <div role="status" className="empty:hidden">
      {done && <p>{t(`${done.verb}.done`)}</p>}
      {done?.warnings.map(({ platform, code, detail }) => (
        <p key={platform} className="text-wait">
          {t('provision.refusedPolicy', { platform })} <MicrosoftWords code={code} detail={detail} />
        </p>
      ))}
    </div>
  );
}
