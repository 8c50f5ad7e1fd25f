import { z } from 'zod';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { actions, verdicts } from '#lib/domain/devices/verdict';
import { factNames } from '#lib/domain/policies/fact';
import { parseRule } from '#lib/domain/policies/parse-rule';
import { policyModes } from '#lib/domain/policies/policy';
import { operators, type Rule, unknownChoices } from '#lib/domain/policies/rule';
import { mostKept } from '#lib/domain/policies/version-list';
import { durationMs } from '#lib/domain/text/age';
import { locales } from '#lib/i18n/locales';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const nullableTime = z.string().nullable();
const list = <T extends z.ZodType>(one: T) => z.array(one).max(200).default([]);

/** A rule as it is documented and returned. */
export const policyRule: z.ZodType<Rule> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(policyRule).min(1) }),
      z.strictObject({ any: z.array(policyRule).min(1) }),
      z.strictObject({ not: policyRule }),
      z.strictObject({
        fact: z.union([z.enum(factNames), z.templateLiteral(['attributes.', z.string().min(1).max(64)])]),
        op: z.enum(operators),
        value: z
          .union([
            z.string(),
            z.number(),
            z.array(z.string()),
            z.strictObject({
              listId: z.guid(),
              keep: z.number().int().min(1).max(mostKept),
              after: z.string(),
            }),
          ])
          .optional(),
        whenUnknown: z.enum(unknownChoices).optional(),
      }),
    ]),
  )
  .meta({ id: 'PolicyRule' }) as z.ZodType<Rule>;

/** A rule as it comes in: errors name the place in the rule and what is allowed there. */
const checkedRule = z.unknown().transform((value, context): Rule => {
  const { rule, problems } = parseRule(value);
  for (const { path, message } of problems)
    context.issues.push({ code: 'custom', path, message, input: value });
  return rule;
});

const longestStepMs = 3660 * 24 * 60 * 60_000;
const step = z.strictObject({
  after: z
    .string()
    .refine(
      (value) => (durationMs(value) ?? longestStepMs + 1) <= longestStepMs,
      'must be a duration of weeks, days, hours, minutes and seconds up to 10 years, such as P3D or PT0S',
    ),
  action: z.enum(actions),
});

const fix = z.strictObject({ title: text(200), text: text(4000) });

const definition = {
  name: text(100),
  description: z.union([z.literal(''), text(2000)]).default(''),
  enabled: z.boolean().default(true),
  mode: z.enum(policyModes).default('enforce'),
  /** Which devices it is about. An empty list leaves out none */
  scope: z
    .strictObject({
      os: list(z.enum(operatingSystems)),
      feeds: list(text(100)),
      ownership: list(z.enum(ownerships)),
    })
    .prefault({}),
  /** From the moment at which a device first met the rule */
  steps: z
    .array(step)
    .min(1)
    .max(10)
    .superRefine((steps, context) => {
      for (const [index, { after }] of steps.entries()) {
        const before = steps[index - 1];
        if (before !== undefined && (durationMs(after) ?? 0) <= (durationMs(before.after) ?? 0))
          context.addIssue({
            code: 'custom',
            path: [index, 'after'],
            message: 'must be later than the step before',
          });
      }
    }),
  /** What the user has to do, by language */
  fix: z.partialRecord(z.enum(locales), fix).default({}),
};

/** What Tenko adds to a policy: accepted, so that a policy can be sent back as it was received, and not looked at. */
const ignored = z.unknown().optional();
const readOnly = {
  id: ignored,
  version: ignored,
  createdAt: ignored,
  savedAt: ignored,
  savedBy: ignored,
  managedByFile: ignored,
  violating: ignored,
  excepted: ignored,
  change: ignored,
  trend: ignored,
};

/** `confirm`: the count of a refusal `confirmation_needed`; `reason`: for the audit log */
const saving = { confirm: z.number().int().min(0).optional(), reason: text(500).optional() };
export const policyInput = z.strictObject({ ...readOnly, ...definition, rule: checkedRule, ...saving });
export type PolicyInput = Omit<z.infer<typeof policyInput>, keyof typeof readOnly>;
/** `expectedVersion`: the version that was edited. If there is a newer one, the policy is not saved */
const expectedVersion = z.number().int().min(1).optional();
const policyChange = policyInput.extend({ expectedVersion });
export type PolicyChange = PolicyInput & { expectedVersion?: number | undefined };
export const previewInput = policyInput.omit({ reason: true }).extend({ id: z.guid().optional() });
export type PreviewInput = PolicyInput & { id?: unknown };
const documented = z.strictObject({ ...definition, rule: policyRule, ...saving });

/** `reason`: for the audit log */
const policyDeletion = z.strictObject({ reason: text(500).optional() });

const policyBody = z.object({ ...definition, rule: policyRule });
const count = z.object({ value: z.number().int(), exact: z.boolean() });

export const policyItem = policyBody
  .extend({
    id: z.string(),
    version: z.number().int(),
    createdAt: z.string(),
    savedAt: z.string(),
    savedBy: z.string(),
    /** The name of the file that it comes from; null: it is written in the console or by the API */
    managedByFile: z.string().nullable(),
    /** Devices that violate it, counted up to 10,000 */
    violating: count,
    /** Exceptions of it that have not ended */
    excepted: count,
    /** How far the last change is: how many devices it has reached; finished null: it is under way */
    change: z.object({ startedAt: z.string(), reached: z.number().int(), finishedAt: nullableTime }),
    /** Devices that violated it on each of the last 30 days (UTC), the oldest first, as far as they were counted */
    trend: z.array(z.object({ day: z.string(), violating: z.number().int() })),
  })
  .meta({ id: 'Policy' });
export type PolicyItem = z.infer<typeof policyItem>;

const effect = z.object({ action: z.enum(actions).nullable(), verdict: z.enum(verdicts) });
export const policyPreview = z
  .object({
    /** In the policy's scope */
    devices: z.number().int(),
    violating: z.number().int(),
    /** Of violating devices */
    users: z.number().int(),
    /** What changes at once, and what once the last step is reached, as far as anything does */
    changes: z.array(
      z.object({ at: z.enum(['now', 'lastStep']), from: effect, to: effect, count: z.number().int() }),
    ),
    /** Violating devices by operating system */
    byOs: z.array(z.object({ os: z.enum(operatingSystems), count: z.number().int() })),
    /** Devices whose verdict or action changes, 20 at most, with what they come to at the last step */
    sample: z.array(z.object({ id: z.string(), name: z.string(), from: effect, to: effect })),
    /** Devices that would be newly noncompliant or retired, at once or at the last step: the brake counts these */
    newlyBlocked: z.number().int(),
    /** Whether saving the policy needs `confirm` with `newlyBlocked` */
    needsConfirmation: z.boolean(),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof policyPreview>;

const versionItem = z.object({
  version: z.number().int(),
  savedAt: z.string(),
  savedBy: z.string(),
  policy: policyBody,
});
export type PolicyVersionItem = z.infer<typeof versionItem>;

export const policyOperations = {
  'GET /api/v1/policies': {
    summary: 'List the compliance policies of Tenko itself, by name',
    scope: 'devices:read',
    answer: z.object({ items: z.array(policyItem) }),
  },
  'POST /api/v1/policies': {
    summary: 'Create a policy. A worker then applies it to every device',
    scope: 'admin',
    body: policyInput,
    documentedBody: documented,
    status: 201,
    answer: policyItem,
    problems: [409],
  },
  'POST /api/v1/policies/preview': {
    summary:
      'Count what a policy would change, beside the stored one where an id is given. Nothing is stored',
    scope: 'devices:read',
    body: previewInput,
    documentedBody: documented.omit({ reason: true }).extend({ id: z.string().optional() }),
    answer: policyPreview,
    problems: [404],
  },
  'GET /api/v1/policies/{id}': {
    summary: 'Get a policy',
    scope: 'devices:read',
    answer: policyItem,
    problems: [404],
  },
  'PUT /api/v1/policies/{id}': {
    summary: 'Change a policy: a new version of it',
    scope: 'admin',
    body: policyChange,
    documentedBody: documented.extend({ expectedVersion }),
    answer: policyItem,
    problems: [404, 409],
  },
  'DELETE /api/v1/policies/{id}': {
    summary: 'Delete a policy. Its violations end',
    scope: 'admin',
    query: policyDeletion,
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
  'GET /api/v1/policies/{id}/versions': {
    summary: 'List all versions of a policy, the newest first',
    scope: 'devices:read',
    answer: z.object({ items: z.array(versionItem) }),
    problems: [404],
  },
} satisfies Operations;
