import { toldToAzure, type Verdict } from './verdict.ts';

/** Whether Entra's answer differs from what Microsoft confirmed. Null flags (no permission) tell nothing: no drift. */
export function differsFromEntra(
  reported: Verdict | null,
  entra: { isCompliant: boolean | null; isManaged: boolean | null },
): boolean {
  if (reported === null || entra.isCompliant === null || entra.isManaged === null) return false;
  const told = toldToAzure[reported];
  return told.isCompliant !== entra.isCompliant || told.isManaged !== entra.isManaged;
}

/** Why Entra's flags are not known. `not_in_entra`: it answered without this device. */
export const entraProblems = ['no_permission', 'not_in_entra'] as const;
export type EntraProblem = (typeof entraProblems)[number];
