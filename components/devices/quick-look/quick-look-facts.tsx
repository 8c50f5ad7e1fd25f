'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ClientCode } from '#components/marks/client-code';
import { AccessHeadline, DriftMark } from '#components/marks/entra-marks';
import { DeviceFailure } from '#components/marks/failure-text';
import { AzureStatus, VerdictStatus } from '#components/marks/status-badges';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { AzureIdentity, ReportTimeField } from '../details/azure-field-values.tsx';
import { NextStepText, useStepTitle } from '../details/next-steps.tsx';
import { ViolationItem } from '../details/violations.tsx';
import { TableEntraFlag } from '../list/device-cells.tsx';

/** A device in short: access, verdict, next steps, states and fields. */
export function QuickLookFacts({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const title = useStepTitle(device);
  const { access, verdict, verdictSince, violations, nextStep } = device;
  return (
    <>
      <section className="flex flex-col gap-1">
        <AccessHeadline access={access} />
        <p className="flex flex-wrap items-center gap-2">
          <VerdictStatus value={verdict} pill />
          <span className="text-muted">
            {t.rich('verdictSince', { ago: () => <RelativeTime value={verdictSince} /> })}
          </span>
        </p>
        {violations.length === 0 && <p>{t('why.noViolations')}</p>}
        <ul className="flex flex-col gap-1">
          {violations.map((violation) => (
            <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} />
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
  const { verdict, confirmed, entra, driftSince } = device;
  return (
    <dl aria-label={t('title')} className="flex flex-col gap-1.5">
      <QuickLookLine name={t('ours')}>
        <VerdictStatus value={verdict} />
      </QuickLookLine>
      <QuickLookLine name={t('confirmed')}>
        {confirmed ? <VerdictStatus value={confirmed.verdict} /> : <AzureStatus value="blank" />}
        {confirmed?.current === false && <span className="block text-sm text-wait">{t('outdated')}</span>}
      </QuickLookLine>
      <QuickLookLine name={t('entra')}>
        <span className="flex flex-wrap gap-x-3">
          {entra !== null && entra.isCompliant !== null && (
            <code translate="no" className="font-mono text-sm">
              {t('isCompliant')}
            </code>
          )}
          <TableEntraFlag entra={entra} flag="isCompliant" />
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
      <dl className="mt-1 flex flex-col gap-1.5">
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
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3">
      <dt className="text-muted text-sm">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
