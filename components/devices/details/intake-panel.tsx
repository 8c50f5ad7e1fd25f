'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';

/** Warnings of the last check-in, and check-ins that were rejected recently. */
export function IntakePanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.intake');
  const { warnings, rejections } = device;
  if (warnings.length === 0 && rejections.length === 0) return null;
  return (
    <Panel title={t('title')}>
      {rejections.length > 0 && <p className="text-wait">{t('rejections')}</p>}
      {rejections.map(({ id, at, errors }) => (
        <div key={id} className="pt-1">
          <span className="text-muted">
            <RelativeTime value={at} />
          </span>
          <ul>
            {errors.map(({ path, code }) => (
              <Note key={`${path} ${code}`} path={path}>
                {t(`rejection.${code}`)}
              </Note>
            ))}
          </ul>
        </div>
      ))}
      {warnings.length > 0 && <p className={rejections.length > 0 ? 'pt-2' : ''}>{t('warnings')}</p>}
      <ul>
        {warnings.map(({ path, code }) => (
          <Note key={`${path} ${code}`} path={path}>
            {t(`warning.${code}`)}
          </Note>
        ))}
      </ul>
    </Panel>
  );
}

function Note({ path, children }: { path: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap gap-x-3">
      {path !== '' && (
        <code>
          <GivenText text={path} />
        </code>
      )}
      <span className="text-muted">{children}</span>
    </li>
  );
}
