'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { LoadError } from '#components/layout/load-error';
import { AccessHeadline } from '#components/marks/entra-marks';
import { GivenText } from '#components/marks/given-text';
import { IdentityFacts } from '#components/marks/identity-facts';
import { accessLooks } from '#components/marks/status-looks';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { toneEdges, toneGrounds } from '#components/ui/status';
import { deviceHref } from '#lib/client/lists/list-links';
import { useLiveQueries } from '#lib/client/live-changes';
import { concernsDevice, deviceKeys, deviceQuery } from '#lib/client/queries/device-queries';
import type { DeviceDetail, DeviceListItem } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { decisiveOf, VerdictLine } from '../details/answer-panel.tsx';
import { SignInsOnRequest } from '../details/entra-decisions.tsx';
import { StepItem } from '../details/next-steps.tsx';
import { ViolationItem } from '../details/violations.tsx';

interface Props {
  /** As the list has it, until the details are there */
  listed: DeviceListItem;
  /** Of the person whose page this is */
  name: string;
}

/** One device of a person: the answer of its page in short, in the same words and colors. */
export function UserDevice({ listed, name }: Props) {
  const { id } = listed;
  const { data, error, isError, isFetching, refetch } = useQuery(deviceQuery(id));
  const concerns = concernsDevice(id);
  useLiveQueries(deviceKeys.one(id), (change) => concerns(change) || change.topics.includes('connection'));
  const titleId = useId();
  const { access, managementState } = data ?? listed;
  const tone = managementState === 'retired' ? 'muted' : accessLooks[access.state].tone;
  return (
    <article
      aria-labelledby={titleId}
      className={`overflow-hidden rounded-lg border border-line border-s-4 bg-surface ${toneEdges[tone]}`}
    >
      <DeviceHead device={data ?? listed} titleId={titleId} />
      <div className={`px-4 py-2 ${toneGrounds[tone]}`}>
        <AccessHeadline access={access} />
        {data ? <VerdictLine device={data} /> : !isError && <Skeleton width="14rem" />}
        <OtherUser device={listed} name={name} />
      </div>
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {data && <DeviceBody device={data} />}
    </article>
  );
}

function DeviceHead({ device, titleId }: { device: DeviceListItem; titleId: string }) {
  const t = useTranslations('device');
  const { id, name, lastCheckInAt } = device;
  return (
    <header className="flex flex-wrap items-baseline gap-x-4 px-4 py-2">
      <h2 id={titleId} className="min-w-0 wrap-anywhere font-semibold">
        <Link href={deviceHref(id, null)} prefetch={false} className="rounded-md text-accent hover:underline">
          <GivenText text={name} />
        </Link>
      </h2>
      <ul className="flex min-w-0 flex-wrap gap-x-4 text-muted text-sm">
        <IdentityFacts device={device} />
        <li>{t.rich('lastCheckIn', { ago: () => <RelativeTime value={lastCheckInAt} /> })}</li>
      </ul>
    </header>
  );
}

/** The MDM and the registration with Entra name different people: a device that changed hands. */
function OtherUser({ device, name }: { device: DeviceListItem; name: string }) {
  const t = useTranslations('users');
  const { userPrincipalName, azureUserPrincipalName } = device;
  const other = [userPrincipalName, azureUserPrincipalName].find(
    (user) => user !== null && user.toLowerCase() !== name.toLowerCase(),
  );
  if (other === undefined || userPrincipalName === null || azureUserPrincipalName === null) return null;
  return (
    <p className="wrap-anywhere text-sm">
      {t('otherUser', {
        user: shownText(userPrincipalName),
        registered: shownText(azureUserPrincipalName),
      })}
    </p>
  );
}

const shownViolations = 3;

/** Why, the next step with its owner, and on request the sign-ins. Where all is well, there is nothing to explain. */
function DeviceBody({ device }: { device: DeviceDetail }) {
  const { violations, nextStep } = device;
  const isFine = violations.length === 0 && nextStep.step === 'nothing' && nextStep.also.length === 0;
  return (
    <>
      {!isFine && (
        <div
          className={`divide-line ${violations.length > 0 ? 'grid max-lg:divide-y lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:divide-x' : ''}`}
        >
          {violations.length > 0 && <Reasons device={device} />}
          <Steps device={device} />
        </div>
      )}
      <div className="border-line border-t px-4 py-2 text-sm">
        <SignInsOnRequest deviceId={device.id} />
      </div>
    </>
  );
}

function Reasons({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.why');
  const decisive = decisiveOf(device);
  const others = device.violations.filter((violation) => !decisive.includes(violation));
  const sorted = [...decisive, ...others];
  return (
    <div className="min-w-0 px-4 py-3">
      <p className="text-muted text-xs">{t('title')}</p>
      <ul className="flex flex-col gap-1">
        {sorted.slice(0, shownViolations).map((violation) => (
          <ViolationItem
            key={`${violation.policyId} ${violation.action} ${violation.policy}`}
            device={device}
            violation={violation}
            decisive={decisive.includes(violation)}
          />
        ))}
      </ul>
      {sorted.length > shownViolations && (
        <MoreLink id={device.id}>{t('others', { count: sorted.length - shownViolations })}</MoreLink>
      )}
    </div>
  );
}

function Steps({ device }: { device: DeviceDetail }) {
  const t = useTranslations();
  const { id, nextStep } = device;
  return (
    <div className="min-w-0 px-4 py-3">
      <p className="text-muted text-xs">{t('device.nextStepTitle')}</p>
      <ol>
        <StepItem device={device} advice={nextStep} />
      </ol>
      {nextStep.also.length > 0 && (
        <MoreLink id={id}>{t('users.moreSteps', { count: nextStep.also.length })}</MoreLink>
      )}
    </div>
  );
}

function MoreLink({ id, children }: { id: string; children: string }) {
  return (
    <Link
      href={deviceHref(id, null)}
      prefetch={false}
      className="rounded-md text-accent text-sm hover:underline"
    >
      {children}
    </Link>
  );
}
