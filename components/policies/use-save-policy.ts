import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type PolicyToSave, savePolicy } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import { type Saving, useGuardedSave } from './use-guarded-save.tsx';

/** Returns what saves a policy. */
export function useSavePolicy(onSaved: (policy: PolicyItem) => void): Saving<PolicyToSave> {
  const t = useTranslations('policies');
  return useGuardedSave(savePolicy(useQueryClient()), {
    brake: t('confirm.text'),
    replace: t('meanwhile.text'),
    path: '/policies',
    onSaved,
  });
}
