'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { ConnectionState } from '#lib/contract/connection';
import { useDenied } from '../layout/use-denied.ts';
import { Button } from '../ui/button.tsx';
import { Plug, RefreshCw, Unplug } from '../ui/icons.tsx';
import { type ActionDone, ActionResult } from './action-result.tsx';
import { DeprovisionDialog } from './deprovision-dialog.tsx';
import { ProvisionDialog } from './provision-dialog.tsx';
import { ResyncDialog } from './resync-dialog.tsx';
import { SwitchReporting } from './switch-reporting.tsx';

/** What an admin can do with the connection, and what came of it. */
export function ConnectionActions({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection');
  const [asking, setAsking] = useState<ActionDone['verb'] | null>(null);
  const [done, setDone] = useState<ActionDone | null>(null);
  const dialog = (verb: ActionDone['verb']) => ({
    open: asking === verb,
    onClose: () => setAsking(null),
    onDone: (warnings: ActionDone['warnings']) => setDone({ verb, warnings }),
  });
  const { resync } = connection;
  const denied = useDenied('admin');
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
