'use client';

import { useTranslations } from 'next-intl';
import { Minus, Plus } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import { useChangeText } from './use-change-text.ts';

/** Which policies are violated anew, and which no longer are. */
export function ViolationDiff({ from, to }: { from: unknown; to: unknown }) {
  const t = useTranslations('device.timeline');
  const { violationText } = useChangeText();
  const before = Array.isArray(from) ? from.map(violationText) : [];
  const after = Array.isArray(to) ? to.map(violationText) : [];
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  return (
    <>
      {added.map((policy) => (
        <li key={`+${policy}`}>
          <Status tone="bad" icon={Plus}>
            {t('violationAdded', { policy })}
          </Status>
        </li>
      ))}
      {removed.map((policy) => (
        <li key={`-${policy}`}>
          <Status tone="good" icon={Minus}>
            {t('violationRemoved', { policy })}
          </Status>
        </li>
      ))}
    </>
  );
}
