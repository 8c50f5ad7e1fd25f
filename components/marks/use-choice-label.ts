'use client';

import { useTranslations } from 'next-intl';
import type { ChoiceFilter, DeviceSearch } from '#lib/client/lists/device-search';
import { useSystemName } from './use-system-name.ts';

/** What a value of a filter is called. */
export function useChoiceLabel() {
  const t = useTranslations();
  const systemName = useSystemName();
  return function label<F extends ChoiceFilter>(filter: F, value: DeviceSearch[F][number]): string {
    const choice = { filter, value } as {
      [K in ChoiceFilter]: { filter: K; value: DeviceSearch[K][number] };
    }[ChoiceFilter];
    switch (choice.filter) {
      case 'verdict':
        return t(`device.verdict.${choice.value}`);
      case 'azureComplianceStatus':
        return t(`device.azureStatus.${choice.value}`);
      case 'clientStatusCode':
        return choice.value === 'blank' ? t('devices.codeBlank') : choice.value;
      case 'os':
        return systemName(choice.value);
      case 'managementState':
        return t(`filters.managementState.${choice.value}`);
      case 'access':
        return t(`device.access.${choice.value}`);
      case 'entraProblem':
        return t(`device.states.${choice.value}`);
    }
  };
}
