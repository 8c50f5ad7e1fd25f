import { useTranslations } from 'next-intl';

/** Flags of devices at an MDM that count as violations without a policy: readers name these after them. */
const flags = {
  RETIRE_PENDING: 'retirePending',
  RETIRED: 'retired',
  WIPE_PENDING: 'wipePending',
  WIPED: 'wiped',
  quarantined: 'quarantined',
  blocked: 'blocked',
  complianceState: 'noncompliant',
} as const;

/** Returns what a violation is called: the name of its policy, or what a flag of the MDM means. */
export function useViolationName(): (policy: string) => string {
  const t = useTranslations('device.flag');
  return (policy) => (isFlag(policy) ? t(flags[policy]) : policy);
}

function isFlag(policy: string): policy is keyof typeof flags {
  return Object.hasOwn(flags, policy);
}
