'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ClientCode } from '#components/marks/client-code';
import { DeviceFailure } from '#components/marks/failure-text';
import { GuideLink } from '#components/marks/guide-link';
import { AzureStatus } from '#components/marks/status-badges';
import { Panel } from '#components/ui/panel';
import type { DeviceDetail } from '#lib/contract/device';
import { type ClientStatusCode, fixerOf } from '#lib/domain/devices/client-status-code';
import { shownText } from '#lib/domain/text/shown-text';
import { AzureIdentity, ReportTimeField } from './azure-field-values.tsx';

/** The five Azure fields, each with its value or why it is blank. A button explains the fields. */
export function AzureFields({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const [explained, setExplained] = useState(false);
  const { clientStatusCode, nextStep } = device;
  // The next step says what the code means, and who can fix it.
  const advised = [nextStep, ...nextStep.also].some(({ step }) => step === 'follow_client_status');
  const explain = (
    <button
      type="button"
      aria-expanded={explained}
      onClick={() => setExplained(!explained)}
      className="min-h-6 rounded-md text-accent text-sm hover:underline"
    >
      {explained ? t('explainLess') : t('explain')}
    </button>
  );
  return (
    <Panel title={t('title')} aside={explain} flush>
      <dl className="divide-y divide-line">
        <AzureField name="azureDeviceId" explained={explained}>
          <AzureIdentity device={device} field="azureDeviceId" />
        </AzureField>
        <AzureField name="azureComplianceStatus" explained={explained}>
          <ComplianceStatusField device={device} />
        </AzureField>
        <AzureField name="clientStatusCode" explained={explained}>
          <div className="flex flex-wrap items-center gap-x-3">
            {clientStatusCode ? <ExplainedCode code={clientStatusCode} /> : <p>{t('blankCode')}</p>}
            {clientStatusCode && !advised && <ClientCodeMeaning code={clientStatusCode} />}
          </div>
        </AzureField>
        <AzureField name="lastReportedAt" explained={explained}>
          <ReportTimeField device={device} />
        </AzureField>
        <AzureField name="azureUserPrincipalName" explained={explained}>
          <AzureIdentity device={device} field="azureUserPrincipalName" />
          <UserInstead device={device} />
        </AzureField>
      </dl>
    </Panel>
  );
}

interface Props {
  name:
    | 'azureDeviceId'
    | 'azureComplianceStatus'
    | 'clientStatusCode'
    | 'lastReportedAt'
    | 'azureUserPrincipalName';
  /** Whether to explain the field */
  explained: boolean;
  children: ReactNode;
}

function AzureField({ name, explained, children }: Props) {
  const t = useTranslations('device.fields');
  const label = t(`${name}.label`);
  return (
    <div className="grid gap-x-4 px-4 py-1 sm:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <dt title={t(`${name}.description`)}>
        <span className="text-muted">{label}</span>
        {explained && (
          <span className="block text-sm">
            {t(`${name}.description`)} <GuideLink topic="fields" entry={name} name={label} />
          </span>
        )}
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function ExplainedCode({ code }: { code: ClientStatusCode }) {
  return (
    <span className="inline-flex items-center gap-x-1">
      <ClientCode code={code} />
      <GuideLink topic="client-code" entry={code} name={code} />
    </span>
  );
}

/** The result of the last report, and what it means. The field of the report time says why there is none. */
function ComplianceStatusField({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const status = device.azureComplianceStatus;
  const value = status ?? 'blank';
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <span className="inline-flex items-center gap-x-1">
        <AzureStatus value={value} />
        <GuideLink topic="status" entry={value} name={t(`azureStatus.${value}`)} />
      </span>
      <div className="text-sm">
        {(status === 'in_progress' || status === 'successful') && <p>{t(`meaning.azureStatus.${status}`)}</p>}
        {status === 'failed' && device.failure && <DeviceFailure failure={device.failure} />}
      </div>
    </div>
  );
}

/** What a client status code means, and who can fix it. */
function ClientCodeMeaning({ code }: { code: ClientStatusCode }) {
  const t = useTranslations('device');
  return (
    <div className="flex flex-wrap gap-x-3 text-sm">
      <p>{t(`clientStatus.${code}.meaning`)}</p>
      {code !== 'Success' && (
        <p className="text-muted">
          {t.rich('fields.whoFixes', {
            who: () => <span className="font-medium text-ink">{t(`fixer.${fixerOf[code]}`)}</span>,
          })}
        </p>
      )}
    </div>
  );
}

/** Says that the user from the MDM is reported, because Entra does not know the account that registered the device. */
function UserInstead({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { resolvedUser, azureUserPrincipalName } = device;
  if (resolvedUser === null || !resolvedUser.insteadOfRegistered || azureUserPrincipalName === null)
    return null;
  return (
    <p className="text-muted text-sm">
      {t('userInstead', {
        registered: shownText(azureUserPrincipalName),
        name: shownText(resolvedUser.principalName),
      })}
    </p>
  );
}
