'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { Panel } from '../ui/panel.tsx';
import { DuplicateEntry } from './duplicate-entry.tsx';

/** Other devices that are this one by serial number or Azure id, and which of them Microsoft is told of. */
export function DuplicatesPanel({ device, list }: { device: DeviceDetail; list: string | null }) {
  const t = useTranslations('device.duplicates');
  const { duplicates } = device;
  if (duplicates.length === 0) return null;
  const shared = duplicates.some(({ same }) => same.includes('azureDeviceId'));
  const another = duplicates.some(({ same, isReported }) => same.includes('azureDeviceId') && isReported);
  return (
    <Panel title={t('title', { count: duplicates.length })} flush>
      {shared && (
        <p className={`px-4 pt-2 text-sm ${another ? 'text-wait' : ''}`}>
          {another ? t('anotherIsReported') : t('thisIsReported')}
        </p>
      )}
      <ul className="divide-y divide-line">
        {duplicates.map((duplicate) => (
          <DuplicateEntry key={duplicate.id} duplicate={duplicate} list={list} />
        ))}
      </ul>
    </Panel>
  );
}
