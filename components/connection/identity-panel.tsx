'use client';

import { useTranslations } from 'next-intl';
import { Copyable } from '#components/ui/copy-button';
import { FoldingPanel } from '#components/ui/folding-panel';
import { RelativeTime } from '#components/ui/relative-time';
import type { ConnectionState } from '#lib/contract/connection';
import { isPartnerOn } from '#lib/domain/azure/connection-condition';
import { Fact } from './fact.tsx';

/** The tenant, the app, and whether Microsoft accepts its reports. */
export function IdentityPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.identity');
  const { mode, tenantId, clientId, cloud } = connection;
  return (
    <FoldingPanel title={t('title')} gist={t(`modes.${mode}`)}>
      <dl className="facts px-4 py-2">
        <Fact name={t('mode')}>{t(`modes.${mode}`)}</Fact>
        <Fact name={t('tenantId')}>
          <Copyable text={tenantId} what={t('tenantId')} />
        </Fact>
        <Fact name={t('clientId')}>
          <Copyable text={clientId} what={t('clientId')} />
        </Fact>
        <Fact name={t('cloud')}>{t(`clouds.${cloud}`)}</Fact>
        <Fact name={t('partner')}>
          <PartnerState connection={connection} />
        </Fact>
      </dl>
      <div className="border-line border-t px-4 py-3">
        <h3 className="font-medium">{t('limit')}</h3>
        <p className="text-muted text-sm">{t('limitText')}</p>
      </div>
    </FoldingPanel>
  );
}

/** Whether partner management is on, and since when. */
function PartnerState({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.identity');
  const { provisioned, deprovisionedAt, channels } = connection;
  const since = provisioned?.since ?? deprovisionedAt;
  if (provisioned === null && deprovisionedAt === null) {
    return t(isPartnerOn(channels) ? 'partnerNever' : 'partnerUnused');
  }
  if (since === null) return t('partnerOnUndated');
  const ago = () => <RelativeTime value={since} />;
  return t.rich(provisioned === null ? 'partnerOff' : 'partnerOn', { ago });
}
