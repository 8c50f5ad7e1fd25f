import { z } from 'zod';
import { signInProblems } from '#lib/domain/azure/sign-in-event';
import {
  controlOutcomes,
  type WhatIfApp,
  whatIfApps,
  whatIfProblems,
  whatIfVerdicts,
} from '#lib/domain/azure/what-if';
import type { Operations } from './operation.ts';

const nullableText = z.string().nullable();

const deviceSignIns = z
  .object({
    readAt: z.string(),
    /** Why there are none; null: Microsoft listed them */
    problem: z.enum(signInProblems).nullable(),
    /** Of the last seven days, the newest first; 10 at most, interactive ones only */
    items: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        app: nullableText,
        /** 0: let in */
        errorCode: z.number().int(),
        /** In Microsoft's words */
        failureReason: nullableText,
        /** Policies that failed; null: the app may not read policies */
        blockedBy: z.array(z.string()).nullable(),
      }),
    ),
  })
  .meta({ id: 'DeviceSignIns' });
export type DeviceSignIns = z.infer<typeof deviceSignIns>;

const whatIfInput = z.strictObject({
  app: z
    .union([z.enum(Object.keys(whatIfApps) as [WhatIfApp, ...WhatIfApp[]]), z.guid()])
    .describe('exchange_online, teams, or the application ID of another app'),
});
export type WhatIfInput = z.infer<typeof whatIfInput>;

const whatIfPolicy = z.object({
  id: z.string(),
  name: nullableText,
  applies: z.boolean(),
  /** False: Microsoft only logs what the policy would do (report-only), or it is off */
  isEnforced: z.boolean(),
  /** Why it does not apply, in Microsoft’s words with commas between; null: it applies, or Microsoft gives no reason */
  reasons: nullableText,
  /** Whether all of `controls` are required, or any one of them */
  needs: z.enum(['all', 'any']),
  /** What it demands, as Microsoft names it, and whether the device meets it; none: it blocks nothing */
  controls: z.array(z.object({ name: z.string(), outcome: z.enum(controlOutcomes) })),
  /** Of all controls together */
  outcome: z.enum(controlOutcomes),
});

export const deviceWhatIf = z
  .object({
    readAt: z.string(),
    applicationId: z.string(),
    /** Why Microsoft could not be asked; null: it was */
    problem: z.enum(whatIfProblems).nullable(),
    /** With `no_permission`: the app role that is missing */
    missingPermission: nullableText,
    /** Whether the device would be let in now; null: there is a problem */
    verdict: z.enum(whatIfVerdicts).nullable(),
    /** What Entra knows of the device; null: there is a problem */
    device: z
      .object({
        /** As Conditional Access counts it now; null: the app may not read it */
        isCompliant: z.boolean().nullable(),
        enabled: z.boolean().nullable(),
        trustType: nullableText,
      })
      .nullable(),
    /** Those that apply first; of these, those that decide */
    policies: z.array(whatIfPolicy),
  })
  .meta({ id: 'DeviceWhatIf' });
export type DeviceWhatIf = z.infer<typeof deviceWhatIf>;

/** What Entra decided on a device, and what it would decide now. */
export const entraDecisionOperations = {
  'GET /api/v1/devices/{id}/sign-ins': {
    summary: 'List the last sign-ins of the user on a device, as Entra decided them. Kept for five minutes',
    scope: 'devices:read',
    answer: deviceSignIns,
    problems: [404, 502],
  },
  'POST /api/v1/devices/{id}/what-if': {
    summary:
      "Ask Microsoft's What-If (beta) whether a device would be let in to an app now. Kept for five minutes",
    scope: 'devices:read',
    body: whatIfInput,
    answer: deviceWhatIf,
    problems: [404, 502],
  },
} satisfies Operations;
