'use client';

import { useTranslations } from 'next-intl';
import type { PreflightEntry } from '#lib/contract/connection';
import { type FindingCode, findingCodes } from '#lib/domain/azure/preflight';
import { MicrosoftWords, RemedyText, RequestIds } from './microsoft-problem.tsx';

interface Props {
  entry: PreflightEntry;
  code: string;
  withRemedy: boolean;
}

/** What a step found, what to do about it, and the ids that Microsoft's support asks for. */
export function PreflightFinding({ entry, code, withRemedy }: Props) {
  const t = useTranslations('connection.preflight');
  const known = findingCodes.find((one): one is FindingCode => one === code);
  const { detail, permissions = [], step } = entry;
  return (
    <div className="mt-1 flex flex-col gap-1 text-sm">
      {known && <p>{t(`finding.${known}`)}</p>}
      {permissions.length > 0 && (
        <ul className="list-disc ps-5">
          {permissions.map((permission) => (
            <li key={permission}>
              <code className="font-mono">{permission}</code>
            </li>
          ))}
        </ul>
      )}
      {(!known || detail !== null) && (
        <p>
          <MicrosoftWords code={known ? null : code} detail={detail} />
        </p>
      )}
      {withRemedy ? <RemedyText code={code} step={step} /> : <p className="text-muted">{t('sameRemedy')}</p>}
      <RequestIds ids={entry} />
    </div>
  );
}
