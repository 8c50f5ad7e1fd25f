'use client';

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/call';
import { useErrorText } from '../layout/use-error-text.ts';
import { MicrosoftWords, RemedyText } from './microsoft-problem.tsx';

/** Why an action failed; if Microsoft refused it, Microsoft's own error and how to fix it. */
export function ActionFailure({ error }: { error: Error | null }) {
  const t = useTranslations('connection');
  const errorText = useErrorText();
  const problem = error instanceof RequestFailed ? error.problem : null;
  return (
    <div role="alert" className="flex flex-col gap-1 empty:hidden">
      {error && <p className="text-bad">{t('actionFailed', { reason: errorText(error) })}</p>}
      {problem?.reason && (
        <>
          <p>
            <MicrosoftWords code={problem.reason} detail={problem.detail} />
          </p>
          <RemedyText code={problem.reason} step={null} />
        </>
      )}
    </div>
  );
}
