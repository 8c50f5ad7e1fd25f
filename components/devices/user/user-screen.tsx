'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { LoadError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { GivenText } from '#components/marks/given-text';
import { buttonClass } from '#components/ui/button';
import { CopyButton } from '#components/ui/copy-button';
import { EmptyState } from '#components/ui/empty-state';
import { UserRoundX } from '#components/ui/icons';
import { listHref } from '#lib/client/lists/device-search';
import { someDevice, useLiveQueries } from '#lib/client/live-changes';
import { deviceKeys, userDevicesQuery } from '#lib/client/queries/device-queries';
import type { DeviceListItem } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { UserAnswer } from './user-answer.tsx';
import { UserDevice } from './user-device.tsx';
import { UserMessages } from './user-messages.tsx';

/** The page of a person: whether Entra lets them in, then each of their devices with what to do, and what they were told. */
export function UserScreen({ name }: { name: string }) {
  const t = useTranslations('users');
  const toList = useTranslations('device')('back');
  const { data, error, isError, isFetching, refetch } = useQuery(userDevicesQuery(name));
  useLiveQueries(deviceKeys.users, someDevice);
  const items = data?.items ?? [];
  const person = personOf(name, items);
  return (
    <div className="-mt-2 flex flex-col gap-3">
      <span className="inline-flex min-h-6">
        <BackLink href="/devices">{toList}</BackLink>
      </span>
      <PageHeader
        title={shownText(person.name)}
        heading={<PrincipalName name={person.name} />}
        help="access"
        beside={
          <span className="max-sm:hidden">
            <CopyButton text={person.name} what={t('name')} />
          </span>
        }
      >
        {person.displayName !== null && (
          <p className="text-muted">
            <GivenText text={person.displayName} />
          </p>
        )}
      </PageHeader>
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!data && !isError && <ListSkeleton />}
      {items.length > 0 && (
        <>
          <UserAnswer devices={items} more={data?.more ?? false} name={person.name} />
          <UserDevices name={person.name} devices={items} />
        </>
      )}
      {data && items.length === 0 && <NoDevices name={name} />}
      <UserMessages name={name} />
    </div>
  );
}

/** Where there is no room for it on a line, the domain is on the next one. */
function PrincipalName({ name }: { name: string }) {
  const shown = shownText(name);
  const at = shown.includes('@') ? shown.indexOf('@') : shown.length;
  return (
    <bdi className="wrap-anywhere">
      {shown.slice(0, at)}
      <wbr />
      {shown.slice(at)}
    </bdi>
  );
}

/** As the newest device that knows them writes it. */
function personOf(name: string, devices: readonly DeviceListItem[]) {
  const wanted = name.toLowerCase();
  const own = devices.find(({ userPrincipalName }) => userPrincipalName?.toLowerCase() === wanted);
  const registered = devices.find((one) => one.azureUserPrincipalName?.toLowerCase() === wanted);
  return {
    name: own?.userPrincipalName ?? registered?.azureUserPrincipalName ?? name,
    displayName: own?.userDisplayName ?? null,
  };
}

const ranks = { likely_blocked: 0, unknown: 1, let_in: 2 } as const;
const rankOf = ({ access, managementState }: DeviceListItem) =>
  managementState === 'retired' ? 3 : ranks[access.state];

/** What keeps the person out comes first. A device keeps its place while the page is open, and a new one comes last. */
function UserDevices({ name, devices }: { name: string; devices: readonly DeviceListItem[] }) {
  const t = useTranslations('users');
  const [order] = useState(() => devices.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ id }) => id));
  const placeOf = ({ id }: DeviceListItem) => (order.includes(id) ? order.indexOf(id) : order.length);
  return (
    <ul aria-label={t('devices')} className="flex flex-col gap-3">
      {devices
        .toSorted((a, b) => placeOf(a) - placeOf(b))
        .map((device) => (
          <li key={device.id}>
            <UserDevice listed={device} name={name} />
          </li>
        ))}
    </ul>
  );
}

/** What was looked for, and where else to look. */
function NoDevices({ name }: { name: string }) {
  const t = useTranslations('users.none');
  const toEntraOnly = useTranslations('find')('entraOnly');
  const part = name.split('@')[0] || name;
  return (
    <EmptyState icon={UserRoundX} title={t('title')} text={t('text', { user: shownText(name) })}>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <Link href={listHref({ q: part })} className={`${buttonClass('plain')} max-w-full wrap-anywhere`}>
          {t('search', { part: shownText(part) })}
        </Link>
        <Link href="/connection/entra-only" className={buttonClass('plain')}>
          {toEntraOnly}
        </Link>
      </div>
    </EmptyState>
  );
}
