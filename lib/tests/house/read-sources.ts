import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectRoot } from '#lib/paths';

export interface SourceFile {
  /** From the project's root, with slashes */
  path: string;
  text: string;
  imports: readonly string[];
  /** Those of `imports` that are loaded on demand, by `import()` */
  loads: readonly string[];
}

/** What Git knows or would take: generated files and installed packages are not ours. */
export function listFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const output = execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' });
  return output.split('\0').filter((path) => path !== '' && existsSync(join(projectRoot, path)));
}

export function readSources(paths: readonly string[]): SourceFile[] {
  return paths
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(projectRoot, path), 'utf8');
      const loads = targetsOf(path, text, expression);
      return { path, text, imports: [...targetsOf(path, text, statement), ...loads], loads };
    });
}

export function countLines(text: string): number {
  return text.trimEnd().split('\n').length;
}

const statement = /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm;
const expression = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function targetsOf(path: string, text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, specifier = '']) => resolveSpecifier(path, specifier));
}

/** A file as its path from the root; a package by its name, Node's own as `node`. */
function resolveSpecifier(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('#lib/')) return `lib/${specifier.slice(5)}.ts`;
  if (specifier.startsWith('#components/')) return `components/${specifier.slice(12)}.tsx`;
  if (specifier.startsWith('#messages/')) return `lib/i18n/messages/${specifier.slice(10)}`;
  if (specifier.startsWith('node:')) return 'package:node';
  const [scope = '', name = ''] = specifier.split('/');
  return `package:${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
}
