'use client';

import { useTranslations } from 'next-intl';
import { CodeBlock } from '../ui/code-block.tsx';

/** What came back; JSON is laid out, all else is shown as it is. */
export function CallAnswer({ answer }: { answer: string }) {
  const t = useTranslations('report.calls');
  return (
    <details className="mt-0.5">
      <summary className="w-fit rounded-md text-accent hover:underline">{t('answer')}</summary>
      <div className="my-1">
        <CodeBlock text={laidOut(answer)} what={t('answerWhat')} />
      </div>
    </details>
  );
}

/** An answer that was cut is no JSON any more. */
function laidOut(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}
