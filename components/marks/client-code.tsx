'use client';

import { useTranslations } from 'next-intl';
import { BreakableName } from '#components/ui/breakable-name';
import { Status } from '#components/ui/status';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import { clientCodeLook } from './status-looks.tsx';

/** The code itself, the same in every language, with its meaning on hover. */
export function ClientCode({ code }: { code: ClientStatusCode | null }) {
  const t = useTranslations('device');
  const look = clientCodeLook(code);
  if (code === null) return <Status {...look}>{t('codeBlank')}</Status>;
  return (
    <span title={t(`clientStatus.${code}.meaning`)} className="breaks-words">
      <Status {...look}>
        <BreakableName name={code} />
      </Status>
    </span>
  );
}
