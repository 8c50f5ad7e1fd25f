'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { PageHeader } from '#components/layout/page-header';
import { FlaskConical } from '#components/ui/icons';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { BackgroundPanel } from './background-panel.tsx';
import { ChannelsPanel } from './channels-panel.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { EntraOnlyPanel } from './entra-only-panel.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { IdentityPanel } from './identity-panel.tsx';
import { LastErrorsPanel } from './last-errors-panel.tsx';
import { PreflightPanel } from './preflight-panel.tsx';
import { StatePanel } from './state-panel.tsx';

/** The state of the connection, the reasons, and what can be done. The layout prefetches it, and it is polled. */
export function ConnectionScreen() {
  const t = useTranslations('connection');
  const query = useQuery(connectionQuery());
  const connection = query.data;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t('title')}
        help="connection"
        beside={<span className="ms-auto text-muted text-xs">{t('updated')}</span>}
      />
      <QueryError query={query} />
      {connection && (
        <>
          {connection.mode === 'sandbox' && <SandboxNote />}
          <StatePanel connection={connection} actions={<ConnectionActions connection={connection} />} />
          <FiguresPanel connection={connection} />
          <ChannelsPanel connection={connection} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <PreflightPanel />
            <div className="grid gap-4">
              <IdentityPanel connection={connection} />
              <BackgroundPanel connection={connection} />
              <EntraOnlyPanel connection={connection} />
            </div>
          </div>
          <LastErrorsPanel errors={connection.lastErrors} />
        </>
      )}
    </div>
  );
}

/** Says that Microsoft is simulated. */
function SandboxNote() {
  const t = useTranslations('connection');
  return (
    <p className="flex items-start gap-2 rounded-lg border border-line-strong border-dashed px-4 py-2.5">
      <FlaskConical aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-muted" />
      <span>
        <strong className="font-semibold">{t('sandboxTitle')}</strong> {t('sandboxText')}
      </span>
    </p>
  );
}
