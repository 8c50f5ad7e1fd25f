import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectRoot } from '#lib/paths';

const pattern = '{app,components,lib}/**/*.test.{ts,tsx}';
/** Only tests and their tools are read: the product starts no database by itself when it is imported. */
const isTestSide = (path: string) => /\.test\.tsx?$|^lib\/(tests|test-kit)\//.test(path);
const needsDatabase =
  /\b(databaseServerUrl|start(Scratch|Embedded)Database|superviseDatabase|Supervisor|spawn|execFile|execa|fork)\b/;
const specifiers = /\b(?:from|import) '([^']+)'|\bimport\('([^']+)'\)/g;

/**
 * All test files, split by whether they, or a test tool that they import, use a PostgreSQL or start a process. Derived from
 * the imports, so that no list can be forgotten.
 */
export function splitTestFiles(): { unit: string[]; db: string[] } {
  const reached = new Map<string, boolean>();
  const needs = (path: string): boolean => {
    const known = reached.get(path);
    if (known !== undefined) return known;
    reached.set(path, false);
    const file = join(projectRoot, path);
    const text = isTestSide(path) && existsSync(file) ? readFileSync(file, 'utf8') : '';
    const imports = [...text.matchAll(specifiers)].map(([, from, loaded]) =>
      fileOf(path, from ?? loaded ?? ''),
    );
    const found = needsDatabase.test(text) || imports.some(needs);
    reached.set(path, found);
    return found;
  };
  const files = globSync(pattern, { cwd: projectRoot }).map((path) => path.replaceAll('\\', '/'));
  const { unit = [], db = [] } = Object.groupBy(files.sort(), (path) => (needs(path) ? 'db' : 'unit'));
  return { unit, db };
}

function fileOf(importer: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  return specifier.startsWith('#lib/') ? `lib/${specifier.slice(5)}.ts` : specifier;
}
