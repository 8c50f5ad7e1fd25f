'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { PolicyScope } from '#lib/domain/policies/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../marks/use-system-name.ts';

/** Returns what a policy applies to, one text for each thing that narrows it; none: it applies to all devices. */
export function useScopeTexts(): (scope: PolicyScope) => { field: keyof PolicyScope; values: string }[] {
  const format = useFormatter();
  const ownershipName = useTranslations('device.ownership');
  const systemName = useSystemName();
  return ({ os, feeds, ownership }) => {
    const all = [
      { field: 'os', names: os.map(systemName) },
      { field: 'feeds', names: feeds.map(shownText) },
      { field: 'ownership', names: ownership.map((one) => ownershipName(one)) },
    ] as const;
    return all
      .filter(({ names }) => names.length > 0)
      .map(({ field, names }) => ({ field, values: format.list(names) }));
  };
}

export function ScopeText({ scope }: { scope: PolicyScope }) {
  const t = useTranslations('policies');
  const scopeTexts = useScopeTexts();
  const texts = scopeTexts(scope);
  if (texts.length === 0) return t('everyDevice');
  return (
    <ul className="wrap-anywhere">
      {texts.map(({ field, values }) => (
        <li key={field}>
          {field === 'os' ? values : t('scopeLine', { field: t(`field.${field}`), values })}
        </li>
      ))}
    </ul>
  );
}
