'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { ClientCode } from '#components/marks/client-code';
import { AccessHeadline, DriftMark } from '#components/marks/entra-marks';
import { DeviceFailure } from '#components/marks/failure-text';
import { GivenText } from '#components/marks/given-text';
import { AzureStatus, TagStatus, VerdictStatus } from '#components/marks/status-badges';
import { buttonClass, IconButton } from '#components/ui/button';
import { X } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { deviceHref, userHref } from '#lib/client/lists/list-links';
import { deviceQuery } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { AzureIdentity, ReportTimeField } from '../details/azure-field-values.tsx';
import { NextStepText, useStepTitle } from '../details/next-steps.tsx';
import { ViolationItem } from '../details/violations.tsx';
import { TableEntraFlag } from '../list/device-cells.tsx';

const widths = ['55%', '80%', '70%', '90%', '60%', '75%'];

/** The active device in short, next to the list; on a phone, below it. */
export function QuickLook({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('table.quickLook');
  const list = useSearchParams().toString();
  const calm = useCalmValue(id);
  const { data, error, isError, isFetching, refetch } = useQuery(deviceQuery(calm));
  const device = data?.id === id ? data : undefined;
  function close() {
    onClose();
    document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }
  useEscape(close);
  return (
    <aside aria-label={t('title')} className="quick-look">
      <header className="sticky top-0 z-10 flex items-start justify-between gap-2 border-line border-b bg-surface px-4 py-2">
        <div className="min-w-0">
          <p className="text-muted text-xs">{t('title')}</p>
          <h2 className="font-semibold text-lg">{device ? device.name : <Skeleton width="10rem" />}</h2>
        </div>
        <IconButton icon={X} label={t('close')} onClick={close} />
      </header>
      <div aria-live="polite" aria-busy={!device} className="flex flex-col gap-4 p-4">
        {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
        {device && <QuickLookUser device={device} />}
        {device && <QuickLookFacts device={device} />}
        {!device && !isError && widths.map((width) => <Skeleton key={width} width={width} />)}
        <Link href={deviceHref(id, list)} prefetch={false} className={buttonClass('plain')}>
          {t('open')}
        </Link>
      </div>
    </aside>
  );
}

const calmMs = 120;

/** Returns a value once it has stopped changing, so that a held arrow key loads only the last row. */
function useCalmValue<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), calmMs);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

/** Calls `act` on Escape, unless a dialog, a menu or an open list handles the key. */
function useEscape(act: () => void): void {
  const latest = useEffectEvent(act);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const taken = document.querySelector('dialog[open], :popover-open, main [aria-expanded="true"]');
      if (event.key === 'Escape' && !event.defaultPrevented && taken === null) latest();
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}

/** Whose it is, with the way to all devices of that person. */
function QuickLookUser({ device }: { device: DeviceDetail }) {
  const { userDisplayName, userPrincipalName } = device;
  if (userPrincipalName === null) return null;
  return (
    <p className="wrap-anywhere">
      {userDisplayName !== null && (
        <>
          <GivenText text={userDisplayName} />{' '}
        </>
      )}
      <Link
        href={userHref(userPrincipalName)}
        prefetch={false}
        className="rounded-md text-accent hover:underline"
      >
        <GivenText text={userPrincipalName} />
      </Link>
    </p>
  );
}

/** A device in short: access, verdict, next steps, states and fields. */
function QuickLookFacts({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const title = useStepTitle(device);
  const { access, verdict, verdictSince, violations, nextStep } = device;
  return (
    <>
      <section className="flex flex-col gap-1">
        <AccessHeadline access={access} explained />
        <p className="flex flex-wrap items-center gap-2">
          <VerdictStatus value={verdict} pill />
          <span className="text-muted">
            {t.rich('verdictSince', { ago: () => <RelativeTime value={verdictSince} /> })}
          </span>
        </p>
        {violations.length === 0 && <p>{t('why.noViolations')}</p>}
        <ul className="flex flex-col gap-1">
          {violations.map((violation) => (
            <ViolationItem
              key={`${violation.policyId} ${violation.action} ${violation.policy}`}
              device={device}
              violation={violation}
            />
          ))}
        </ul>
      </section>
      <section className="rounded-md border border-line border-s-4 border-s-accent p-3">
        <p className="text-muted text-xs">{t('nextStepTitle')}</p>
        <ol className="divide-y divide-line">
          {[nextStep, ...nextStep.also].map((advice) => (
            <li key={advice.step} className="py-2 first:pt-0 last:pb-0">
              <p className="font-semibold">{title(advice)}</p>
              <div className="text-sm">
                <NextStepText device={device} advice={advice} />
              </div>
              <p className="mt-1 text-sm">
                <span className="text-muted">{t('who')}</span>{' '}
                <span className="font-medium">{t(`fixer.${advice.who}`)}</span>
              </p>
            </li>
          ))}
        </ol>
      </section>
      <QuickLookStates device={device} />
      <QuickLookFields device={device} />
    </>
  );
}

/** The three states, one line each. */
function QuickLookStates({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  const tagText = useTranslations('device.tag');
  const { verdict, confirmed, entra, driftSince } = device;
  return (
    <dl aria-label={t('title')} className="facts gap-y-1.5">
      <QuickLookLine name={t('ours')}>
        <VerdictStatus value={verdict} />
      </QuickLookLine>
      <QuickLookLine name={t('confirmed')}>
        {confirmed ? <VerdictStatus value={confirmed.verdict} /> : <AzureStatus value="blank" />}
        {confirmed?.current === false && <span className="block text-sm text-wait">{t('outdated')}</span>}
      </QuickLookLine>
      <QuickLookLine name={t('entra')}>
        <span className="flex flex-wrap gap-x-3">
          {entra?.tag ? (
            <>
              {tagText('title')}
              <TagStatus value={entra.tag.state} />
            </>
          ) : (
            <>
              {entra !== null && entra.isCompliant !== null && (
                <code translate="no" className="font-mono text-sm">
                  {t('isCompliant')}
                </code>
              )}
              <TableEntraFlag entra={entra} flag="isCompliant" />
            </>
          )}
          <DriftMark since={driftSince} age />
        </span>
      </QuickLookLine>
    </dl>
  );
}

/** The five Azure fields, each with its value or why it is blank. */
function QuickLookFields({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const { azureComplianceStatus, clientStatusCode, failure } = device;
  return (
    <section>
      <h3 className="font-semibold">{t('title')}</h3>
      <dl className="facts mt-1 gap-y-1.5">
        <QuickLookLine name={t('azureDeviceId.label')}>
          <AzureIdentity device={device} field="azureDeviceId" />
        </QuickLookLine>
        <QuickLookLine name={t('azureComplianceStatus.label')}>
          <AzureStatus value={azureComplianceStatus ?? 'blank'} />
          {azureComplianceStatus === 'failed' && failure && <DeviceFailure failure={failure} />}
        </QuickLookLine>
        <QuickLookLine name={t('clientStatusCode.label')}>
          <ClientCode code={clientStatusCode} />
        </QuickLookLine>
        <QuickLookLine name={t('lastReportedAt.label')}>
          <ReportTimeField device={device} />
        </QuickLookLine>
        <QuickLookLine name={t('azureUserPrincipalName.label')}>
          <AzureIdentity device={device} field="azureUserPrincipalName" />
        </QuickLookLine>
      </dl>
    </section>
  );
}

/** A name and its value side by side. */
function QuickLookLine({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-sm">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
