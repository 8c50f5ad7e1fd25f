'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { DeviceDetail } from '#lib/contract/device';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ViolationList } from './violation-list.tsx';

/** From the violated policies to what Azure is told, step by step. */
export function VerdictExplanation({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { violations, action, verdict, retireAskedAt } = device;
  const steps: { id: string; content: ReactNode }[] = [
    { id: 'violations', content: <ViolationList violations={violations} action={action} /> },
    {
      id: 'action',
      content: action ? t('why.mostSevere', { action: t(`action.${action}`) }) : t('why.noAction'),
    },
    { id: 'verdict', content: <strong>{t('why.verdict', { verdict: t(`verdict.${verdict}`) })}</strong> },
    { id: 'told', content: t('why.told', { told: t(`why.toldVerdict.${verdict}`) }) },
  ];
  if (retireAskedAt !== null) {
    const asked = t.rich('why.askedRetire', { ago: () => <RelativeTime value={retireAskedAt} /> });
    steps.splice(2, 0, { id: 'asked', content: asked });
  }
  return (
    <Panel title={t('why.title')}>
      <ol className="relative flex flex-col gap-3 before:absolute before:inset-y-2 before:start-2.25 before:w-px before:bg-line">
        {steps.map(({ id, content }, index) => (
          <li key={id} className="relative ps-8">
            <span
              aria-hidden="true"
              className="absolute start-0 top-0.5 flex size-4.75 items-center justify-center rounded-full bg-sunken text-muted text-xs"
            >
              {index + 1}
            </span>
            {content}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
