'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { MicrosoftWords } from './microsoft-words.tsx';

/** What is wrong at Microsoft: the missing permission by its name, else Microsoft's own code and words. */
export function ProblemText({ problem }: { problem: NonNullable<ConnectionState['problem']> }) {
  const t = useTranslations('connection');
  const { code, detail, service } = problem;
  return (
    <>
      {code === 'permission_missing' ? (
        t.rich('missingPermission', {
          permission: () => <code className="font-mono">{detail}</code>,
        })
      ) : (
        <MicrosoftWords code={code} detail={detail} />
      )}
      {service && <span className="text-muted"> {t('at', { service: t(`service.${service}`) })}</span>}
    </>
  );
}
