'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { GivenText } from '#components/marks/given-text';
import { PolicyStepMark } from '#components/marks/policy-step';
import { VerdictStatus } from '#components/marks/status-badges';
import { CalendarClock } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { Status } from '#components/ui/status';
import { someDevice, useLiveQueries } from '#lib/client/live-changes';
import { violatingDevicesQuery } from '#lib/client/queries/device-queries';
import { concernsPolicies } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import { ViolatingCount } from './policy-marks.tsx';

/** Some of the devices that violate a policy, with a link to all. */
export function ViolatingPanel({ policy }: { policy: PolicyItem }) {
  const t = useTranslations('policies.detail');
  const query = useQuery(violatingDevicesQuery(policy.name));
  useLiveQueries(violatingDevicesQuery(policy.name).queryKey, (change) => {
    return someDevice(change) || concernsPolicies(change);
  });
  const { data, isError } = query;
  return (
    <Panel
      title={t('violating')}
      aside={
        policy.violating.value > 0 && (
          <span className="text-sm">
            <ViolatingCount policy={policy} />
          </span>
        )
      }
      flush
    >
      <QueryError query={query} />
      {!data && !isError && (
        <p className="p-4">
          <Skeleton />
        </p>
      )}
      {data?.items.length === 0 && <p className="p-4 text-muted">{t('violatingNone')}</p>}
      <ul aria-label={t('violating')} className="divide-y divide-line">
        {data?.items.map((device) => (
          <li key={device.id} className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-1.5">
            <span className="min-w-0">
              <Link
                href={`/devices/${device.id}`}
                prefetch={false}
                className="rounded-md font-medium text-accent hover:underline"
              >
                <GivenText text={device.name} />
              </Link>
              <span className="block text-muted text-sm">
                <GivenText text={device.userDisplayName ?? device.userPrincipalName ?? device.feed} />
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-x-3">
              <VerdictStatus value={device.verdict} />
              {data.excepted.has(device.id) ? (
                <Status tone="muted" icon={CalendarClock}>
                  {t('excepted')}
                </Status>
              ) : (
                <PolicyStepMark step={device.policyStep} />
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
