'use client';

import { useTranslations } from 'next-intl';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { actions } from '#lib/domain/devices/verdict';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';

const namedFields = [
  'name',
  'serialNumber',
  'os',
  'osVersion',
  'manufacturer',
  'model',
  'ownership',
  'encrypted',
  'passcodeSet',
  'compromised',
  'userPrincipalName',
  'userDisplayName',
  'userAzureId',
  'azureDeviceId',
  'clientStatusCode',
  'azureUserPrincipalName',
  'violations',
] as const;

/** Returns texts for a change in a check-in: the name of the field and its values. */
export function useChangeText() {
  const t = useTranslations();
  const systemName = useSystemName();

  function fieldName(field: string): string {
    const known = namedFields.find((name) => name === field);
    return known ? t(`device.inventory.${known}`) : shownText(field.replace(/^attributes\./, ''));
  }

  function valueText(field: string, value: unknown): string {
    if (value === null || value === undefined) return t('common.none');
    if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
    if (typeof value !== 'string') return JSON.stringify(value);
    const os = field === 'os' ? operatingSystems.find((name) => name === value) : undefined;
    if (os) return systemName(os);
    const ownership = field === 'ownership' ? ownerships.find((name) => name === value) : undefined;
    return ownership ? t(`device.ownership.${ownership}`) : shownText(value);
  }

  function violationText(value: unknown): string {
    const { policy, action } = value as { policy?: string; action?: string | null };
    const known = actions.find((name) => name === action);
    if (!policy || (known === undefined && action !== null)) return JSON.stringify(value);
    const actionText = known === undefined ? t('device.noStep') : t(`device.action.${known}`);
    return t('device.timeline.violation', { policy: shownText(policy), action: actionText });
  }

  return { fieldName, valueText, violationText };
}
