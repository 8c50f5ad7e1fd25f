import { z } from 'zod';
import { attributeText } from '#lib/domain/policies/attribute';
import { versionKeyOf } from '#lib/domain/policies/version-key';
import { type ListedVersion, mostModels, mostVersions } from '#lib/domain/policies/version-list';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const version = z.strictObject({
  version: text(64).refine(
    (value) => versionKeyOf(value) !== null,
    'must be a version with at least one number, such as "26.1"',
  ),
  /** A date, which begins in UTC, or a time */
  releasedAt: z
    .string()
    .refine(
      (value) => typeof attributeText(value) === 'object',
      'must be a date such as 2026-11-03, or a time such as 2026-11-03T18:00:00Z',
    ),
  /** Left out: it is for all models that no other version of the list names. Letter case is ignored */
  models: z.array(text(256)).min(1).max(mostModels).optional(),
});

const definition = {
  name: text(100),
  versions: z
    .array(version)
    .max(mostVersions)
    .superRefine((versions, context) => {
      const seen = new Set<string>();
      for (const [index, one] of versions.entries()) {
        if (namesOf(one).some((name) => seen.has(name)))
          context.addIssue({
            code: 'custom',
            path: [index, 'version'],
            message: 'is in the list already, for the same models',
          });
        for (const name of namesOf(one)) seen.add(name);
      }
    }),
};

/** By what two versions of a list are the same. */
function namesOf({ version: name, models }: ListedVersion): string[] {
  const key = String(versionKeyOf(name));
  return models === undefined ? [key] : models.map((model) => `${key} ${model.toLowerCase()}`);
}

/** What Tenko adds to a list: accepted, so that a list can be sent back as it was received, and not looked at. */
const ignored = z.unknown().optional();
const readOnly = {
  id: ignored,
  createdAt: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
  managedByFile: ignored,
  usedBy: ignored,
};

/** `confirm`: the count of a refusal `confirmation_needed` */
const confirm = z.number().int().min(0).optional();
export const versionListInput = z.strictObject({ ...readOnly, ...definition, confirm });
export type VersionListInput = Omit<z.infer<typeof versionListInput>, keyof typeof readOnly>;
const documented = z.strictObject({ ...definition, confirm });

export const versionListItem = z
  .object({
    id: z.string(),
    ...definition,
    createdAt: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    /** The name of the file that it comes from; null: it is written in the console or by the API */
    managedByFile: z.string().nullable(),
    /** The policies whose rules look at it */
    usedBy: z.array(z.object({ policyId: z.string(), name: z.string() })),
  })
  .meta({ id: 'VersionList' });
export type VersionListItem = z.infer<typeof versionListItem>;

export const versionListOperations = {
  'GET /api/v1/version-lists': {
    summary: 'List the version lists, which rules compare OS versions with, by name',
    scope: 'devices:read',
    answer: z.object({ items: z.array(versionListItem) }),
  },
  'POST /api/v1/version-lists': {
    summary: 'Create a version list: versions of a system with their release dates',
    scope: 'admin',
    body: versionListInput,
    documentedBody: documented,
    status: 201,
    answer: versionListItem,
  },
  'GET /api/v1/version-lists/{id}': {
    summary: 'Get a version list',
    scope: 'devices:read',
    answer: versionListItem,
    problems: [404],
  },
  'PUT /api/v1/version-lists/{id}': {
    summary: 'Change a version list. A worker then applies the policies that look at it to every device',
    scope: 'admin',
    body: versionListInput,
    documentedBody: documented,
    answer: versionListItem,
    problems: [404, 409],
  },
  'DELETE /api/v1/version-lists/{id}': {
    summary: 'Delete a version list that no policy looks at',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404, 409],
  },
} satisfies Operations;
