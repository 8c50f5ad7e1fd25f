'use client';

import { useTranslations } from 'next-intl';
import { DriftCauses } from '#components/marks/drift-causes';
import { EntraFlag } from '#components/marks/entra-flag';
import { EntraProblemCauses } from '#components/marks/entra-problem-causes';
import { EntraProblemStatus } from '#components/marks/status-badges';
import { CircleDashed } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import { EntraExpiry } from './entra-expiry.tsx';
import { RemovalNote } from './removal-note.tsx';

/** What Entra answers when asked; or why its answer is not known. */
export function EntraState({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  const { entra, azureDeviceId, removal } = device;
  if (removal?.state === 'deleted') return <RemovalNote removal={removal} />;
  if (entra === null) {
    return (
      <>
        <Status tone="muted" icon={CircleDashed}>
          {t('notRead')}
        </Status>
        <p className="text-muted text-sm">{azureDeviceId === null ? t('notReadNoId') : t('notReadText')}</p>
        {removal !== null && <RemovalNote removal={removal} />}
      </>
    );
  }
  return (
    <>
      {entra.problem !== null && (
        <>
          <EntraProblemStatus value={entra.problem} />
          <p className="text-sm">{t(`${entra.problem}Text`)}</p>
        </>
      )}
      {entra.problem !== 'not_in_entra' && entra.problem !== 'no_permission' && (
        <p className="flex flex-wrap gap-x-5">
          <EntraFlag name={t('isCompliant')} value={entra.isCompliant} />
          <EntraFlag name={t('isManaged')} value={entra.isManaged} />
          {entra.enabled === false && <EntraFlag name={t('accountEnabled')} value={false} />}
        </p>
      )}
      <EntraExpiry at={entra.complianceExpiresAt} />
      <EntraProblemCauses causes={device.problemCauses} />
      <p className="text-muted text-sm">
        {t.rich('readAt', { ago: () => <RelativeTime value={entra.readAt} /> })}
      </p>
      {device.drift !== null && <DriftCauses drift={device.drift} />}
      {removal !== null && <RemovalNote removal={removal} />}
    </>
  );
}
