import { z } from 'zod';
import { actions } from '#lib/domain/devices/verdict';
import { policyModes } from '#lib/domain/policies/policy';
import { locales } from '#lib/i18n/locales';

export const policyStep = z.object({ action: z.enum(actions), at: z.string() });

/** What a device violates, and whose policy it is */
export const deviceViolation = z.object({
  policy: z.string(),
  /** Null: no step of the policy is reached yet */
  action: z.enum(actions).nullable(),
  since: z.string().nullable(),
  /** Who found it: the MDM, or a policy of Tenko's own */
  source: z.enum(['feed', 'policy']),
  /** Of a policy of Tenko's own */
  policyId: z.string().nullable(),
  version: z.number().int().nullable(),
  /** `report_only`: it does not count for the verdict */
  mode: z.enum(policyModes),
  nextStep: policyStep.nullable(),
  /** When this policy takes the device's access, unless it is fixed by then; null: it does not, or has already */
  losesAccessAt: z.string().nullable(),
  /** It does not count for the verdict until then */
  exceptedUntil: z.string().nullable(),
  /** What the user has to do, by language */
  fix: z.partialRecord(z.enum(locales), z.object({ title: z.string(), text: z.string() })),
});
export type DeviceViolation = z.infer<typeof deviceViolation>;
