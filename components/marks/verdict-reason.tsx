'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { ViolationItem } from './violation-item.tsx';

const shownAtOnce = 6;

/** From the violated policies to what Azure is told: those that decide first, all of them, and since when. */
export function VerdictReason({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.why');
  const titleId = useId();
  const { violations, retireAskedAt, verdict, obstacle } = device;
  const decisive = decisiveOf(device).slice(0, shownAtOnce);
  const others = violations.filter((violation) => !decisive.includes(violation));
  return (
    <section aria-labelledby={titleId} className="min-w-0 px-4 py-3">
      <h2 id={titleId} className="text-muted text-xs">
        {t('title')}
      </h2>
      {retireAskedAt !== null && (
        <p className="font-medium">
          {t.rich('askedRetire', { ago: () => <RelativeTime value={retireAskedAt} /> })}
        </p>
      )}
      {violations.length === 0 && retireAskedAt === null && (
        <p className="font-medium">{t('noViolations')}</p>
      )}
      <ul className="flex flex-col gap-0.5">
        {decisive.map((violation) => (
          <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} decisive />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="text-sm">
          <summary className="rounded-md text-accent hover:underline">
            {t('others', { count: others.length })}
          </summary>
          <ul className="flex flex-col gap-0.5">
            {others.map((violation) => (
              <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} />
            ))}
          </ul>
        </details>
      )}
      {(obstacle === null || obstacle === 'retired') && (
        <p className="mt-1 text-muted text-sm">{t('told', { told: t(`toldVerdict.${verdict}`) })}</p>
      )}
    </section>
  );
}

/** Whatever keeps the device from being compliant; a retirement is decided by what retires it. */
function decisiveOf({ violations, blockingViolations, action, verdict }: DeviceDetail) {
  if (verdict !== 'noncompliant') return violations.filter((violation) => violation.action === action);
  const names = new Set(blockingViolations.map((one) => `${one.action} ${one.policy}`));
  return violations.filter((one) => names.has(`${one.action} ${one.policy}`));
}
