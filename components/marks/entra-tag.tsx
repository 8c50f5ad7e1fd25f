'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { FlagStatus } from './entra-marks.tsx';
import { GivenText } from './given-text.tsx';
import { GuideLink } from './guide-link.tsx';
import { TagStatus } from './status-badges.tsx';

type Tag = NonNullable<NonNullable<DeviceDetail['entra']>['tag']>;

/** The tag of a device, what it means, and whether Entra evaluates it. */
export function EntraTag({ tag: { state, value, evaluated } }: { tag: Tag }) {
  const t = useTranslations('device.tag');
  return (
    <div className="mb-1">
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{t('title')}</span>
        <TagStatus value={state} />
        <GuideLink topic="tag" entry={state} name={t(`state.${state}`)} />
        {value !== null && (
          <code translate="no" className="min-w-0 break-all font-mono text-sm">
            <GivenText text={value} />
          </code>
        )}
      </p>
      {state === 'foreign' && <p className="text-sm">{t('foreignText')}</p>}
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{t('effect')}</span>
        <FlagStatus value={evaluated} />
      </p>
      {evaluated === false && <p className="text-sm">{t('noEffect')}</p>}
    </div>
  );
}
