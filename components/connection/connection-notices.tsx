'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClock } from '#components/ui/clock';
import { FlaskConical, type IconComponent } from '#components/ui/icons';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import type { ConnectionState } from '#lib/contract/connection';
import { conditionsOf, noticedConditions } from '#lib/domain/azure/connection-condition';
import { ConditionText, conditionLooks } from './connection-condition.tsx';
import { GraphProblems, ProblemText } from './microsoft-problem.tsx';
import { SwitchReporting } from './switch-reporting.tsx';
import { WaitingText } from './waiting-text.tsx';

/** What keeps Tenko from reporting devices. The page Connection says it itself. */
export function ConnectionNotices() {
  const { data } = useQuery(connectionQuery());
  const now = useClock();
  const isSaidBelow = usePathname() === '/connection';
  if (!data || isSaidBelow) return null;
  const conditions = conditionsOf(data, now);
  const noticed = noticedConditions.filter((condition) => conditions.includes(condition));
  return noticed.map((condition, index) => (
    <ConditionNotice key={condition} connection={data} condition={condition} full={index === 0} />
  ));
}

interface ConditionNoticeProps {
  connection: ConnectionState;
  condition: (typeof noticedConditions)[number];
  /** True for the most serious notice, which explains itself; the ones below it show their title only */
  full: boolean;
}

function ConditionNotice({ connection, condition, full }: ConditionNoticeProps) {
  const t = useTranslations('connection');
  const { problem } = connection;
  return (
    <Notice
      {...conditionLooks[condition]}
      title={t(`condition.${condition}`)}
      action={
        <span className="flex items-center gap-3">
          {full && (
            <Link href="/connection" className="rounded-md text-accent underline">
              {t('details')}
            </Link>
          )}
          {condition === 'paused' && <SwitchReporting paused />}
        </span>
      }
    >
      {full && (
        <>
          <ConditionText connection={connection} condition={condition} />{' '}
          <WaitingText connection={connection} />{' '}
          {condition === 'unhealthy' && problem && <ProblemText problem={problem} />}
          {condition === 'channel_unhealthy' && <GraphProblems connection={connection} />}
        </>
      )}
    </Notice>
  );
}

const tones = { wait: 'bg-wait-soft text-wait', bad: 'bg-bad-soft text-bad' } as const;

interface NoticeProps {
  tone: keyof typeof tones;
  icon: IconComponent;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Screen readers announce the title only, because times and counts change all the time. */
function Notice({ tone, icon: Icon, title, children, action }: NoticeProps) {
  return (
    <div className={`border-line border-b ${tones[tone]}`}>
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2">
        <Icon aria-hidden="true" size={16} className="shrink-0" />
        <p className="min-w-0 flex-1 basis-64 max-sm:basis-[calc(100%-2rem)]">
          <strong role="status" className="me-1.5 font-semibold">
            {title}
          </strong>
          <span className="text-ink">{children}</span>
        </p>
        {action}
      </div>
    </div>
  );
}

export function SandboxBadge() {
  const t = useTranslations('shell');
  const { data } = useQuery(connectionQuery());
  if (data?.mode !== 'sandbox') return null;
  return (
    <span
      title={t('sandboxHint')}
      className="inline-flex max-w-full items-center gap-1.5 rounded-full border border-line-strong border-dashed px-2 py-px text-muted text-sm lg:max-[90rem]:px-1.5"
    >
      <FlaskConical aria-hidden="true" size={13} className="shrink-0" />
      <span className="sr-only">{t('sandbox')}</span>
      {/* On a small phone, and where the navigation is in the line, there is no room for the word. */}
      <span aria-hidden="true" className="truncate max-[25rem]:hidden lg:max-[90rem]:hidden">
        {t('sandboxShort')}
      </span>
    </span>
  );
}
