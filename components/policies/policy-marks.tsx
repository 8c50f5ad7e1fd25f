'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ChangeSince, Sparkline } from '#components/marks/trend';
import { CirclePause, Eye, FileCog, ShieldCheck } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status, type StatusLook, statusBadge } from '#components/ui/status';
import { devicesHref } from '#lib/client/lists/list-links';
import type { PolicyItem } from '#lib/contract/policy';
import type { PolicyMode } from '#lib/domain/policies/policy';
import { shownText } from '#lib/domain/text/shown-text';

const stateLooks = {
  enforce: { tone: 'good', icon: ShieldCheck },
  report_only: { tone: 'wait', icon: Eye },
  off: { tone: 'muted', icon: CirclePause },
} as const satisfies Record<PolicyMode | 'off', StatusLook>;

const StateStatus = statusBadge(stateLooks, () => useTranslations('policies.state'));

/** Whether a policy counts for verdicts. */
export function PolicyState({
  policy,
  pill,
}: {
  policy: Pick<PolicyItem, 'enabled' | 'mode'>;
  pill?: boolean;
}) {
  return <StateStatus value={policy.enabled ? policy.mode : 'off'} pill={pill ?? false} />;
}

/** The file that a policy comes from; nothing if admins write it here. */
export function ManagedByFile({ file }: { file: string | null }) {
  const t = useTranslations('policies');
  if (file === null) return null;
  return (
    <Status tone="muted" icon={FileCog}>
      {t('managed', { file: shownText(file) })}
    </Status>
  );
}

/** How many devices violate a policy, with a link to them. */
export function ViolatingCount({ policy: { name, violating } }: { policy: PolicyItem }) {
  const t = useTranslations('policies');
  const { value, exact } = violating;
  const text = exact ? t('devices', { count: value }) : t('devicesMore', { count: value });
  if (value === 0) return <span className="text-muted">{text}</span>;
  return (
    <Link
      href={devicesHref({ policy: [name] })}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      {text}
    </Link>
  );
}

/** How the number of violating devices moved, by its last count of each day. */
export function ViolatingTrend({ policy: { trend } }: { policy: PolicyItem }) {
  const points = trend.map(({ day, violating }) => ({ at: day, value: violating }));
  if (points.length < 2) return <span className="text-muted">–</span>;
  return (
    <span className="flex max-w-60 flex-col">
      <Sparkline points={points} />
      <ChangeSince points={points} />
    </span>
  );
}

export function ExceptionCount({ policy: { id, excepted } }: { policy: PolicyItem }) {
  const t = useTranslations('policies');
  const { value, exact } = excepted;
  if (value === 0) return <span className="text-muted">{t('exceptions', { count: value })}</span>;
  const text = exact ? t('exceptions', { count: value }) : t('exceptionsMore', { count: value });
  return (
    <Link
      href={`/policies/exceptions?policyId=${id}`}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      {text}
    </Link>
  );
}

/** The version, when and by whom it was saved, and how far it has been applied. */
export function SavedText({ policy }: { policy: PolicyItem }) {
  const t = useTranslations('policies');
  const { version, savedAt, savedBy, change } = policy;
  return (
    <>
      <span className="block">{t('version', { version })}</span>
      <span className="text-muted text-sm">
        {t.rich('saved', { ago: () => <RelativeTime value={savedAt} />, name: shownText(savedBy) })}
      </span>
      {change.finishedAt === null && (
        <span role="status" className="block text-sm text-wait">
          {t('applying', { count: change.reached })}
        </span>
      )}
    </>
  );
}
