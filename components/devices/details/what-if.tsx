'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { Button } from '#components/ui/button';
import { isReadyToSend } from '#components/ui/field-problem';
import { CircleAlert, CircleCheck, CircleHelp, CircleX } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { SelectField } from '#components/ui/select-box';
import { Status, type StatusLook } from '#components/ui/status';
import { TextField } from '#components/ui/text-field';
import { whatIfQuery } from '#lib/client/queries/device-queries';
import type { DeviceWhatIf } from '#lib/contract/entra-decision';
import { type ControlOutcome, isUndecided, type WhatIfVerdict } from '#lib/domain/azure/what-if';
import { shownText } from '#lib/domain/text/shown-text';

const appNames = { exchange_online: 'Exchange Online', teams: 'Microsoft Teams' } as const;
type Choice = keyof typeof appNames | 'other';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const verdictLooks: Readonly<Record<WhatIfVerdict, StatusLook>> = {
  let_in: { tone: 'good', icon: CircleCheck },
  if_user: { tone: 'wait', icon: CircleAlert },
  unknown: { tone: 'muted', icon: CircleHelp },
  turned_away: { tone: 'bad', icon: CircleX },
};
const outcomeLooks: Readonly<Record<ControlOutcome, StatusLook>> = {
  met: verdictLooks.let_in,
  user: verdictLooks.if_user,
  unknown: verdictLooks.unknown,
  unmet: verdictLooks.turned_away,
};

/** Controls and reasons that the console says in words; others are shown as Microsoft names them. */
const namedControls = [
  'block',
  'mfa',
  'compliantDevice',
  'domainJoinedDevice',
  'approvedApplication',
  'compliantApplication',
  'passwordChange',
  'authenticationStrength',
  'termsOfUse',
  'customAuthenticationFactor',
] as const;
const namedReasons = [
  'users',
  'application',
  'devicePlatform',
  'devices',
  'clientApps',
  'location',
  'signInRisk',
  'userRisk',
  'insiderRisk',
  'authenticationFlow',
  'policyNotEnabled',
  'notEnoughInformation',
] as const;

/** Asks Microsoft's What-If for one app after another: each only when an admin says so. */
export function WhatIf({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.whatIf');
  const [choice, setChoice] = useState<Choice>('exchange_online');
  const [otherId, setOtherId] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const app = choice === 'other' ? otherId.trim().toLowerCase() : choice;
  return (
    <>
      <form
        noValidate
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReadyToSend(event.currentTarget)) setAsked(app);
        }}
      >
        <SelectField
          label={t('app')}
          note={t('appNote')}
          value={choice}
          choices={[
            ...(['exchange_online', 'teams'] as const).map((value) => ({ value, label: appNames[value] })),
            { value: 'other' as const, label: t('otherApp') },
          ]}
          onChoose={setChoice}
        />
        {choice === 'other' && (
          <TextField
            label={t('appId')}
            note={t('appIdNote')}
            value={otherId}
            onChange={setOtherId}
            problem={guid.test(app) ? null : t('appIdWrong')}
            className="font-mono text-sm"
          />
        )}
        <div>
          <Button type="submit">{t('ask')}</Button>
        </div>
      </form>
      {asked !== null && (
        <div className="mt-3 border-line border-t pt-3">
          <Answer deviceId={deviceId} app={asked} />
        </div>
      )}
      <p className="mt-2 text-muted text-sm">{t('limit')}</p>
    </>
  );
}

function Answer({ deviceId, app }: { deviceId: string; app: string }) {
  const t = useTranslations('device');
  const { data, error, isError, isFetching, refetch } = useQuery(whatIfQuery(deviceId, app));
  if (isError) return <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />;
  if (data === undefined) return <p role="status">{t('signIns.loading')}</p>;
  if (data.problem !== null) return <Problem problem={data.problem} permission={data.missingPermission} />;
  return <Decision answer={data} appName={app in appNames ? appNames[app as keyof typeof appNames] : app} />;
}

function Problem({
  problem,
  permission,
}: {
  problem: NonNullable<DeviceWhatIf['problem']>;
  permission: string | null;
}) {
  const t = useTranslations('device');
  const texts = {
    no_azure_id: () => t('signIns.problem.no_azure_id'),
    no_user: () => t('signIns.problem.no_user'),
    no_platform: () => t('whatIf.problem.no_platform'),
    not_in_entra: () => t('states.not_in_entraText'),
    no_permission: () => t('whatIf.problem.no_permission', { permission: permission ?? 'Policy.Read.All' }),
    no_licence: () => t('whatIf.problem.no_licence'),
  } satisfies Record<typeof problem, () => string>;
  return <p role="status">{texts[problem]()}</p>;
}

function Decision({ answer, appName }: { answer: DeviceWhatIf; appName: string }) {
  const t = useTranslations('device');
  const { verdict, device, policies, readAt } = answer;
  const counted = policies.filter((policy) => policy.applies || isUndecided(policy));
  const others = policies.filter((policy) => !counted.includes(policy));
  return (
    <>
      {verdict !== null && (
        <p role="status" className="flex flex-wrap items-center gap-x-2">
          <Status {...verdictLooks[verdict]} pill>
            {t(`whatIf.verdict.${verdict}`)}
          </Status>{' '}
          <span className="min-w-0 break-words">{appName}</span>
        </p>
      )}
      {device?.enabled === false && <p className="mt-1">{t('signIns.error.135011')}</p>}
      {device?.isCompliant === null && <p className="mt-1">{t('states.no_permissionText')}</p>}
      {counted.length === 0 && <p className="mt-1">{t('whatIf.noPolicies')}</p>}
      <ul aria-label={t('whatIf.title')} className="mt-1 divide-y divide-line">
        {counted.map((policy) => (
          <Policy key={policy.id} policy={policy} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="mt-1">
          <summary className="rounded-md text-accent text-sm hover:underline">
            {t('whatIf.others', { count: others.length })}
          </summary>
          <ul className="divide-y divide-line">
            {others.map((policy) => (
              <Policy key={policy.id} policy={policy} />
            ))}
          </ul>
        </details>
      )}
      <p className="mt-2 text-muted text-sm">
        {t.rich('signIns.readAt', { ago: () => <RelativeTime value={readAt} /> })}
      </p>
    </>
  );
}

function Policy({ policy }: { policy: DeviceWhatIf['policies'][number] }) {
  const t = useTranslations('device');
  const { id, name, applies, isEnforced, reasons, needs, controls } = policy;
  const allReasons = applies ? [] : (reasons?.split(',').map((one) => one.trim()) ?? []);
  return (
    <li className="py-1.5">
      <p className="break-words font-medium">{shownText(name ?? id)}</p>
      {!isEnforced && !allReasons.includes('policyNotEnabled') && (
        <p className="text-muted text-sm">{t('whatIf.reportOnly')}</p>
      )}
      {allReasons.map((reason) => {
        const named = namedReasons.find((one) => one === reason);
        return (
          <p key={reason} className="text-muted text-sm">
            {named === undefined ? shownText(reason) : t(`whatIf.reason.${named}`)}
          </p>
        );
      })}
      {controls.length === 0 && <p className="text-sm">{t('whatIf.noControls')}</p>}
      {controls.length > 1 && <p className="text-sm">{t(`whatIf.needs.${needs}`)}</p>}
      <ul>
        {controls.map((control) => (
          <Control key={control.name} control={control} counts={applies || isUndecided(policy)} />
        ))}
      </ul>
    </li>
  );
}

/** `counts`: false for a policy that does not apply; whether its control would be met does not matter. */
function Control({
  control: { name, outcome },
  counts,
}: {
  control: DeviceWhatIf['policies'][number]['controls'][number];
  counts: boolean;
}) {
  const t = useTranslations('device');
  const named = namedControls.find((one) => one === name);
  const text = named === undefined ? shownText(name) : t(`whatIf.control.${named}`);
  if (!counts) return <li className="text-muted text-sm">{text}</li>;
  return (
    <li className="text-sm">
      <p className="flex flex-wrap items-center gap-x-2">
        <Status {...outcomeLooks[outcome]}>{text}</Status>{' '}
        {name !== 'block' && <span className="text-muted">{t(`whatIf.outcome.${outcome}`)}</span>}
      </p>
      {name === 'compliantDevice' && outcome === 'unmet' && <p>{t('signIns.error.53000')}</p>}
    </li>
  );
}
