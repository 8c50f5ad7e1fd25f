'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';

/** Why Entra's answer may be what it is, the likeliest first. */
export function EntraProblemCauses({ causes }: { causes: DeviceDetail['problemCauses'] }) {
  const t = useTranslations('device.states');
  if (causes.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="mt-1 font-medium">{t('driftCauses')}</p>
      <ul className="list-disc ps-5">
        {causes.map((cause) => (
          <li key={cause}>{t(`problemCause.${cause}`)}</li>
        ))}
      </ul>
    </div>
  );
}
