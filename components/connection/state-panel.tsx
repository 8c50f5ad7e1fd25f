'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GuideLink } from '#components/marks/guide-link';
import { useClock } from '#components/ui/clock';
import { HeadlinePanel } from '#components/ui/panel';
import type { ConnectionState } from '#lib/contract/connection';
import { conditionsOf, holdingConditions, isPartnerOn } from '#lib/domain/azure/connection-condition';
import { ConditionStatus, ConditionText, conditionLooks } from './connection-condition.tsx';
import { GraphProblems, ProblemText, RemedyText } from './microsoft-problem.tsx';
import { WaitingText } from './waiting-text.tsx';

/** The most serious condition of the connection, then the others, then what can be done. */
export function StatePanel({ connection, actions }: { connection: ConnectionState; actions: ReactNode }) {
  const t = useTranslations('connection');
  const [gravest, ...others] = conditionsOf(connection, useClock());
  const problem = isPartnerOn(connection.channels) ? connection.problem : null;
  return (
    <HeadlinePanel {...conditionLooks[gravest]} title={t(`condition.${gravest}`)} live footer={actions}>
      <p className="max-w-prose">
        <ConditionText connection={connection} condition={gravest} />{' '}
        <GuideLink topic="connection" entry={gravest} name={t(`condition.${gravest}`)} />{' '}
        {(holdingConditions as readonly string[]).includes(gravest) && (
          <WaitingText connection={connection} />
        )}
        <GraphProblems connection={connection} />
      </p>
      {others.length > 0 && (
        <ul aria-label={t('alsoTrue')} className="mt-2 flex flex-col gap-1">
          {others.map((condition) => (
            <li key={condition} className="flex flex-wrap gap-x-2">
              <ConditionStatus value={condition} />
              <span className="text-muted">
                <ConditionText connection={connection} condition={condition} />{' '}
                <GuideLink topic="connection" entry={condition} name={t(`condition.${condition}`)} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <div className="mt-2 flex flex-col gap-1">
          <p>
            <ProblemText problem={problem} />
          </p>
          <RemedyText code={problem.code} step={null} />
        </div>
      )}
    </HeadlinePanel>
  );
}
