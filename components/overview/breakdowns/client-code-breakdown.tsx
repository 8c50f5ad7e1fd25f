'use client';

import { useTranslations } from 'next-intl';
import { clientCodeLook } from '#components/marks/client-code';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { Breakdown } from './breakdown.tsx';
import type { Part } from './breakdown-row.tsx';

/** The codes as they are, in every language; what they mean on hover. */
export function ClientCodeBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = [...clientStatusCodes, 'blank' as const].map(
    (code): Part => ({
      id: code,
      ...clientCodeLook(code === 'blank' ? null : code),
      label:
        code === 'blank' ? (
          t('device.codeBlank')
        ) : (
          <span translate="no" title={t(`device.clientStatus.${code}.meaning`)}>
            {code}
          </span>
        ),
      count: devices.clientStatusCode[code],
      href: devicesHref({ clientStatusCode: [code] }),
    }),
  );
  const title = t('overview.breakdown.clientCode');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
