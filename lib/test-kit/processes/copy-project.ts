import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#lib/paths';

export interface ProjectCopy {
  folder: string;
  /** Replaces a text of a source, which must be there once. */
  edit(path: string, from: string, to: string): Promise<void>;
  remove(): Promise<void>;
}

const copied = [
  '.gitignore',
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'instrumentation.ts',
  'next.config.mjs',
];
const alsoCopied = ['package.json', 'package-lock.json', 'postcss.config.mjs', 'tsconfig.json'];

/**
 * Sources that a test may change, with packages that are hard links. Turbopack follows no symbolic link out of its folder;
 * without `.gitignore`, Tailwind reads Next's cache.
 */
export async function copyProject(): Promise<ProjectCopy> {
  const folder = mkdtempSync(join(tmpdir(), 'tenko-copy-'));
  // PostgreSQL runs as another user where root runs the tests.
  await chmod(folder, 0o755);
  for (const name of [...copied, ...alsoCopied]) {
    cpSync(join(projectRoot, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes('.test.'),
    });
  }
  linkTree(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    edit: async (path, from, to) => {
      const file = join(folder, path);
      const parts = (await readFile(file, 'utf8')).split(from);
      if (parts.length !== 2) throw new Error(`${path} does not have “${from}” once`);
      await writeFile(file, parts.join(to));
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** A folder of the same files, as hard links. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    // Links do not reach another disk.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(source, target);
  }
}
