'use client';

import { useTranslations } from 'next-intl';
import type { ProvisionAnswer } from '#lib/contract/connection';
import { MicrosoftWords } from './microsoft-problem.tsx';

export interface ActionDone {
  verb: 'resync' | 'provision' | 'deprovision';
  /** Policies that Microsoft refused */
  warnings: ProvisionAnswer['warnings'];
}

/** Tells, also those who only hear it, what was done. */
export function ActionResult({ done }: { done: ActionDone | null }) {
  const t = useTranslations('connection');
  return (
    <div role="status" className="empty:hidden">
      {done && <p>{t(`${done.verb}.done`)}</p>}
      {done?.warnings.map(({ platform, code, detail }) => (
        <p key={platform} className="text-wait">
          {t('provision.refusedPolicy', { platform })} <MicrosoftWords code={code} detail={detail} />
        </p>
      ))}
    </div>
  );
}
