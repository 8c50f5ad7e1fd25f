import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { withKernelLock } from '../postgres/data-folder/kernel-lock.ts';
import { runStep } from './run-step.ts';

/** Whatever the web build is made of. The processes around it run from source. */
const buildSources = [
  'app/**/*',
  'components/**/*',
  'lib/**/*.{ts,tsx,json,css}',
  'public/**/*',
  'prisma/schema.prisma',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const notBuilt = /\.test\.tsx?$|^lib\/(run|sandbox|tests|test-kit|db\/generated)\//;

export interface Prepared {
  /** False: it was up to date. */
  changed: boolean;
}

/** Generates the Prisma client if the schema changed since. Prisma's native engine is not needed for that. */
export function generateClient(signal?: AbortSignal): Promise<Prepared> {
  return once(
    'client',
    join('lib', 'db', 'generated', '.stamp'),
    ['prisma/schema.prisma', 'package-lock.json'],
    () => {
      const env = childEnv({
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      });
      const program = join(projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
      const args = ['generate', '--config', 'prisma/prisma.config.ts'];
      return runStep([process.execPath, program, ...args], {
        env,
        cwd: projectRoot,
        ...(signal && { signal }),
      });
    },
  );
}

/** Builds the web part for production if a source of it changed since. */
export function buildWeb(signal?: AbortSignal): Promise<Prepared> {
  return once('web', join('.next', 'tenko-stamp'), buildSources, () => {
    const env = childEnv({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
    const program = join(projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next');
    return runStep([process.execPath, program, 'build'], {
      env,
      cwd: projectRoot,
      ...(signal && { signal }),
    });
  });
}

async function once(
  name: string,
  stampPath: string,
  sources: readonly string[],
  make: () => Promise<{ code: number; output: string }>,
): Promise<Prepared> {
  const stamp = join(projectRoot, stampPath);
  const wanted = await hashOf(sources);
  const isFresh = async () => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isFresh()) return { changed: false };
  return withKernelLock(join(projectRoot, 'node_modules', `.tenko-${name}-lock.sqlite`), async () => {
    if (await isFresh()) return { changed: false };
    const { code, output } = await make();
    if (code !== 0) throw new BuildError(name, output);
    await mkdir(dirname(stamp), { recursive: true });
    await writeFile(stamp, wanted);
    return { changed: true };
  });
}

/** Its output says more than its one line. */
export class BuildError extends Error {
  readonly output: string;
  constructor(name: string, output: string) {
    super(
      name === 'web' ? 'The web part could not be built.' : 'The database client could not be generated.',
    );
    this.output = output;
  }
}

async function hashOf(patterns: readonly string[]): Promise<string> {
  const paths: string[] = [];
  for await (const entry of glob([...patterns], { cwd: projectRoot, withFileTypes: true })) {
    if (entry.isFile()) paths.push(join(entry.parentPath, entry.name).slice(projectRoot.length + 1));
  }
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.filter((candidate) => !notBuilt.test(candidate)).sort()) {
    hash.update(`\0${path}\0`).update(await readFile(join(projectRoot, path)));
  }
  return hash.digest('hex');
}
