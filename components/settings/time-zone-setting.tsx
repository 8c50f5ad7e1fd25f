'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { savePreference, showTimeZone } from '#lib/client/preferences';
import { useClock } from '../ui/clock.tsx';
import { SelectBox } from '../ui/select-box.tsx';
import { SettingRow } from '../ui/setting-row.tsx';

const browsers = 'browser';

/** All times are shown in this zone; null: the browser's. `zones`: those that the server knows. */
export function TimeZoneSetting({ initial, zones }: { initial: string | null; zones: readonly string[] }) {
  const t = useTranslations('settings');
  const format = useFormatter();
  const now = useClock();
  const router = useRouter();
  const [zone, setZone] = useState(initial);
  const exact = format.dateTime(new Date(now), { dateStyle: 'medium', timeStyle: 'short' });
  const known = zone === null || zones.includes(zone) ? zones : [zone, ...zones];

  function choose(value: string) {
    const chosen = value === browsers ? null : value;
    setZone(chosen);
    savePreference('timeZoneChoice', chosen);
    showTimeZone(chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
    router.refresh();
  }

  return (
    <SettingRow id="time-zone" label={t('timeZone')} note={t('timeZoneNote', { now: exact })}>
      <SelectBox
        id="time-zone"
        value={zone ?? browsers}
        choices={[
          { value: browsers, label: t('browserZone') },
          ...known.map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
        ]}
        onChoose={choose}
      />
    </SettingRow>
  );
}
