'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useDenied } from '#components/layout/session-context';
import { EntraFlag } from '#components/marks/entra-marks';
import { EntraTag } from '#components/marks/entra-tag';
import { GuideLink } from '#components/marks/guide-link';
import { EntraProblemStatus } from '#components/marks/status-badges';
import { TextButton } from '#components/ui/button';
import { useClock } from '#components/ui/clock';
import { CircleDashed } from '#components/ui/icons';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { askEntra } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { useErrorText } from '../../layout/use-error-text.ts';

/** The state of the device in Entra, or why it is not known. */
export function EntraState({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  const byTag = useTranslations('device.tag');
  const { entra, azureDeviceId, removal } = device;
  if (removal?.state === 'deleted') return <RemovalNote removal={removal} />;
  if (entra === null) {
    return (
      <>
        <Status tone="muted" icon={CircleDashed}>
          {t('notRead')}
        </Status>{' '}
        <GuideLink topic="entra" entry="not_read" name={t('notRead')} />
        <p className="text-muted text-sm">{azureDeviceId === null ? t('notReadNoId') : t('notReadText')}</p>
        {azureDeviceId !== null && <AskEntra deviceId={device.id} />}
        {removal !== null && <RemovalNote removal={removal} />}
      </>
    );
  }
  return (
    <>
      {entra.problem !== null && (
        <>
          <EntraProblemStatus value={entra.problem} />{' '}
          <GuideLink topic="entra" entry={entra.problem} name={t(entra.problem)} />
          <p className="text-sm">{t(`${entra.problem}Text`)}</p>
        </>
      )}
      {entra.tag !== null && <EntraTag tag={entra.tag} />}
      {entra.problem !== 'not_in_entra' && entra.problem !== 'no_permission' && (
        <p className="flex flex-wrap gap-x-5">
          <EntraFlag name={t('isCompliant')} value={entra.isCompliant} />
          <EntraFlag name={t('isManaged')} value={entra.isManaged} />
          {entra.enabled === false && <EntraFlag name={t('accountEnabled')} value={false} />}
        </p>
      )}
      {entra.tag !== null && <p className="text-muted text-sm">{byTag('counts')}</p>}
      <EntraExpiry at={entra.complianceExpiresAt} />
      <EntraProblemCauses causes={device.problemCauses} />
      <div className="flex flex-wrap items-baseline gap-x-3">
        <p className="text-muted text-sm">
          {t.rich('readAt', { ago: () => <RelativeTime value={entra.readAt} /> })}
        </p>
        <AskEntra deviceId={device.id} />
      </div>
      {device.drift !== null && <DriftCauses drift={device.drift} />}
      {removal !== null && <RemovalNote removal={removal} />}
    </>
  );
}

/** When the compliance of the device expires in Entra. */
function EntraExpiry({ at }: { at: string | null }) {
  const t = useTranslations('device.states');
  const now = useClock();
  if (at === null) return null;
  const passed = Date.parse(at) <= now;
  return (
    <p className={`text-sm ${passed ? 'text-bad' : 'text-muted'}`}>
      {t.rich(passed ? 'expiredAt' : 'validUntil', { when: () => <ExactTime value={at} /> })}
    </p>
  );
}

/** Possible causes of the state in Entra, the most likely first. */
function EntraProblemCauses({ causes }: { causes: DeviceDetail['problemCauses'] }) {
  const t = useTranslations('device.states');
  if (causes.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="mt-1 font-medium">{t('driftCauses')}</p>
      <ul className="list-disc ps-5">
        {causes.map((cause) => (
          <li key={cause}>{t(`problemCause.${cause}`)}</li>
        ))}
      </ul>
    </div>
  );
}

/** What the drift means, whether Tenko reported again, and possible causes. */
function DriftCauses({ drift }: { drift: NonNullable<DeviceDetail['drift']> }) {
  const t = useTranslations('device.states');
  const name = useTranslations('devices')('drift');
  const { reportedAgainAt, causes } = drift;
  return (
    <div className="text-sm">
      <p className="text-wait">
        {t('driftText')} <GuideLink topic="entra" entry="drift" name={name} />
      </p>
      {reportedAgainAt !== null && (
        <p className="text-muted">
          {t.rich('driftReportedAgain', { ago: () => <RelativeTime value={reportedAgainAt} /> })}
        </p>
      )}
      {causes.length > 0 && (
        <>
          <p className="mt-1 font-medium">{t('driftCauses')}</p>
          <ul className="list-disc ps-5">
            {causes.map((cause) => (
              <li key={cause}>{t(`driftCause.${cause}`)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** How far the removal from Azure got: unmanaged, with the date when Azure deletes the record, or deleted. */
function RemovalNote({ removal }: { removal: NonNullable<DeviceDetail['removal']> }) {
  const t = useTranslations('device.states.removal');
  const { state, at, dropsBy, problem } = removal;
  return (
    <div className="text-sm">
      <p className="font-medium">
        {t(state)}{' '}
        <span className="font-normal text-muted">
          <ExactTime value={at} />
        </span>
      </p>
      {dropsBy !== null && (
        <p>{t.rich('dropsBy', { when: () => <RelativeTime value={dropsBy} future /> })}</p>
      )}
      {problem !== null && <p className="text-wait">{t('problem', { problem })}</p>}
    </div>
  );
}

/** Reads the device from Entra at once, and says how that went, also to screen readers. */
function AskEntra({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.states');
  const errorText = useErrorText();
  const deniedId = useId();
  const denied = useDenied('operator');
  const ask = useMutation(askEntra(useQueryClient(), deviceId));

  function progressText(): string {
    if (ask.isPending) return t('askPending');
    if (ask.error) return t('askFailed', { reason: errorText(ask.error) });
    return ask.isSuccess ? t('askDone') : '';
  }

  return (
    <div className="flex flex-wrap items-baseline gap-x-3 text-sm">
      <TextButton
        aria-describedby={deniedId}
        title={denied ?? undefined}
        disabled={denied !== null || ask.isPending}
        onClick={() => ask.mutate()}
      >
        {t('ask')}
      </TextButton>
      <span id={deniedId} className="sr-only">
        {denied}
      </span>
      <p role="status" className={ask.error ? 'text-bad' : 'text-muted'}>
        {progressText()}
      </p>
    </div>
  );
}
