'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { CircleDashed, Link2, Unlink } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';

/** The code as it is, in every language; its meaning on hover. Null: not told yet. */
export function ClientCode({ code }: { code: ClientStatusCode | null }) {
  const t = useTranslations();
  if (code === null) {
    return (
      <Status tone="muted" icon={CircleDashed}>
        {t('devices.codeBlank')}
      </Status>
    );
  }
  const connected = code === 'Success';
  return (
    <span title={t(`device.clientStatus.${code}.meaning`)}>
      <Status tone={connected ? 'good' : 'wait'} icon={connected ? Link2 : Unlink}>
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
