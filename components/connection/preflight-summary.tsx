'use client';

import { useTranslations } from 'next-intl';
import type { PreflightAnswer } from '#lib/contract/connection';
import { shownText } from '#lib/domain/text/shown-text';
import { RelativeTime } from '../ui/relative-time.tsx';

/** What the last check came to, when, and for whom, in one line; before the first, what it does. */
export function PreflightSummary({ answer }: { answer: PreflightAnswer | undefined }) {
  const t = useTranslations('connection.preflight');
  if (answer === undefined) return <p className="text-muted">{t('lead')}</p>;
  const count = (wanted: string) => answer.steps.filter(({ status }) => status === wanted).length;
  const ago = () => <RelativeTime value={answer.checkedAt} />;
  const by = <span className="text-muted">{t('ranBy', { by: shownText(answer.by) })}</span>;
  if (!answer.ok) {
    return (
      <p className="text-bad">
        {t.rich('withFailures', { ago, count: count('failed') })} {by}
      </p>
    );
  }
  const warnings = count('warning');
  return warnings > 0 ? (
    <p className="text-wait">
      {t.rich('withWarnings', { ago, count: warnings })} {by}
    </p>
  ) : (
    <p className="text-good">
      {t.rich('allWell', { ago })} {by}
    </p>
  );
}
