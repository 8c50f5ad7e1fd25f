'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import type { holdingConditions } from '#lib/domain/azure/connection-condition';
import { ConditionText, conditionLooks } from './connection-condition.tsx';
import { ProblemText } from './microsoft-problem.tsx';
import { Notice } from './notice.tsx';
import { SwitchReporting } from './switch-reporting.tsx';
import { WaitingText } from './waiting-text.tsx';

interface Props {
  connection: ConnectionState;
  condition: (typeof holdingConditions)[number];
  /** Several may stand one below the other: the gravest says all, the others only what they are */
  full: boolean;
}

export function ConditionNotice({ connection, condition, full }: Props) {
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
        </>
      )}
    </Notice>
  );
}
