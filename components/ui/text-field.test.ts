import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Fields that something next to them explains, by file: how many. */
const explainedBeside = {
  // Its label says what to type.
  'components/layout/action-form.tsx': 1,
  // Both ends of the quiet hours, at the second one
  'components/alerts/rules/rule-fields.tsx': 1,
  // All of a version list, at its end
  'components/policies/editor/behind-list-field.tsx': 1,
  // A length of time, where it is asked for
  'components/policies/editor/value-field.tsx': 1,
  // All versions, above the first
  'components/policies/version-lists/version-rows.tsx': 3,
};

test('every field of a form explains itself', () => {
  const files = globSync('components/**/*.tsx', { exclude: ['components/{ui,gallery}/**'] });
  const fields = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/<(?:TextField|SelectField)\b.*?\/>/gs)].map(
      ([field]) => [path, field] as const,
    ),
  );
  expect(fields.length).toBeGreaterThan(40);
  // A field made of a part of its props gets its note with them.
  const bare = fields.filter(([, field]) => !/\bnote=|\{\.\.\.(?:field|language)\}/.test(field));
  const counts = Object.groupBy(bare, ([path]) => path);
  const found = Object.fromEntries(
    Object.entries(counts).map(([path, some]) => [path, some?.length ?? 0] as const),
  );
  expect(found).toEqual(explainedBeside);
});
