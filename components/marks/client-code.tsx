'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { CircleDashed, Link2, Unlink } from '#components/ui/icons';
import { Status, type StatusLook } from '#components/ui/status';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';

/** Null: the device has not sent its code yet. */
export function clientCodeLook(code: ClientStatusCode | null): StatusLook {
  if (code === null) return { tone: 'muted', icon: CircleDashed };
  return code === 'Success' ? { tone: 'good', icon: Link2 } : { tone: 'wait', icon: Unlink };
}

/** The code itself, the same in every language, with its meaning on hover. */
export function ClientCode({ code }: { code: ClientStatusCode | null }) {
  const t = useTranslations('device');
  const look = clientCodeLook(code);
  if (code === null) return <Status {...look}>{t('codeBlank')}</Status>;
  return (
    <span title={t(`clientStatus.${code}.meaning`)} className="breaks-words">
      <Status {...look}>
        <span translate="no">
          {code.split('_').map((part, index) => (
            <Fragment key={part}>
              {index > 0 && (
                <>
                  _<wbr />
                </>
              )}
              {part}
            </Fragment>
          ))}
        </span>
      </Status>
    </span>
  );
}
