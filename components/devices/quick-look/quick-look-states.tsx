'use client';

import { useTranslations } from 'next-intl';
import { DriftMark } from '#components/marks/drift-mark';
import { AzureStatus, VerdictStatus } from '#components/marks/status-badges';
import type { DeviceDetail } from '#lib/contract/device';
import { TableEntraFlag } from '../list/table-entra-flag.tsx';
import { QuickLookLine } from './quick-look-line.tsx';

/** The three states, one line each. */
export function QuickLookStates({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  const { verdict, confirmed, entra, driftSince } = device;
  return (
    <dl aria-label={t('title')} className="flex flex-col gap-1.5">
      <QuickLookLine name={t('ours')}>
        <VerdictStatus value={verdict} />
      </QuickLookLine>
      <QuickLookLine name={t('confirmed')}>
        {confirmed ? <VerdictStatus value={confirmed.verdict} /> : <AzureStatus value="blank" />}
        {confirmed?.current === false && <span className="block text-sm text-wait">{t('outdated')}</span>}
      </QuickLookLine>
      <QuickLookLine name={t('entra')}>
        <span className="flex flex-wrap gap-x-3">
          {entra !== null && entra.isCompliant !== null && (
            <code translate="no" className="font-mono text-sm">
              {t('isCompliant')}
            </code>
          )}
          <TableEntraFlag entra={entra} flag="isCompliant" />
          <DriftMark since={driftSince} age />
        </span>
      </QuickLookLine>
    </dl>
  );
}
