'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { CircleDashed } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status } from '../ui/status.tsx';
import { DriftCauses } from './drift-causes.tsx';
import { EntraExpiry } from './entra-expiry.tsx';
import { EntraFlag } from './entra-flag.tsx';
import { EntraProblemCauses } from './entra-problem-causes.tsx';
import { EntraProblemStatus } from './entra-problem-status.tsx';
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
          <EntraProblemStatus problem={entra.problem} />
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
