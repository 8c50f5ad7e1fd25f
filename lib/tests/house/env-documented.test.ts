import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { envExample, variableNames, variables } from '#lib/env';
import { fileVariable, secretVariables } from '#lib/env/secret-files';
import { projectRoot } from '#lib/paths';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const [, configuration = ''] = /\n## Configuration\n([\s\S]*?)\n## /.exec(readme) ?? [];
const rows = configuration.split('\n').filter((line) => line.startsWith('| `'));
const documented = rows.flatMap((row) =>
  [...(row.split(' | ')[0] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
);
/** Set by the supervisor for its children */
const internal = ['TENKO_SANDBOX'];

test('every variable is in the table of the README, and nothing else is', () => {
  const read = variableNames.map((name) => name.toUpperCase()).filter((name) => !internal.includes(name));
  expect(documented.length).toBeGreaterThan(30);
  expect([...new Set(read)].filter((name) => !documented.includes(name))).toEqual([]);
  expect(documented.filter((name) => !read.includes(name))).toEqual([]);
});

test('docs/operations/configure.md lists every secret that can come from a file', () => {
  const text = readFileSync(join(projectRoot, 'docs/operations/configure.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `([A-Z_]+)` \| `([A-Z_]+)` \|$/gm)].map(([, name, file]) => [
    name,
    file,
  ]);
  expect(listed).toEqual(secretVariables.map((name) => [name, fileVariable(name)]));
});

test('every variable has a description', () => {
  const bare = Object.entries(variables.shape).filter(([, schema]) => !schema.description);
  // The same in capitals is described.
  expect(bare.map(([name]) => name).filter((name) => name === name.toUpperCase())).toEqual(internal);
});

test('.env.example is what npm run env:example writes', () => {
  expect(readFileSync(join(projectRoot, '.env.example'), 'utf8')).toBe(envExample());
});
