import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCircles } from './find-circles.ts';
import { findCrumbs } from './find-crumbs.ts';
import { longest, mayReadEnvironment, ownedPackages, parts, topLevelFolders } from './house-rules.ts';
import { countLines, listFiles, readSources, type SourceFile } from './read-sources.ts';

const files = listFiles();
const sources = readSources(files);
const isTest = (path: string) => /\.test\.tsx?$|^(e2e|bench|lib\/tests|lib\/test-kit)\//.test(path);
const product = sources.filter(({ path }) => /^(app|components|lib)\//.test(path) && !isTest(path));
const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function partOf(path: string) {
  const candidates = parts.flatMap((part) => part.paths.map((folder) => ({ part, folder })));
  const fitting = candidates.filter(({ folder }) => within(path, folder));
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** Its own folder; below components, its own noun. */
function homeOf(path: string): string {
  if (path.startsWith('components/')) return path.split('/').slice(0, 2).join('/');
  return partOf(path)?.folder ?? dirname(path);
}

function breachesOf({ path, imports }: SourceFile): string[] {
  const found = partOf(path);
  if (found === undefined) return [`${path} belongs to no part of the house`];
  const { part } = found;
  return imports.flatMap((target) => {
    if (target.startsWith('package:')) {
      const name = target.slice(8);
      const owned = Object.entries(ownedPackages).find(
        ([key]) => name === key || (key.endsWith('/') && name.startsWith(key)),
      );
      const allowed =
        part.packages?.includes(name) ?? (owned ? owned[1].some((folder) => within(path, folder)) : true);
      return allowed ? [] : [`${path} (${part.name}) imports the package ${name}`];
    }
    const allowed = [homeOf(path), ...part.mayImport].some((folder) => within(target, folder));
    return allowed ? [] : [`${path} (${part.name}) imports ${target}`];
  });
}

describe('the house', () => {
  it('has sources to look at', () => {
    expect(product.length).toBeGreaterThan(50);
    expect(product.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it('keeps to who may import whom', () => {
    expect(product.flatMap(breachesOf)).toEqual([]);
  });

  it('has only known folders at the top', () => {
    const folders = files.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? '');
    expect([...new Set(folders)].filter((folder) => !topLevelFolders.includes(folder))).toEqual([]);
  });

  it('reads the environment in one file', () => {
    const pattern = new RegExp(['process', 'env\\b'].join('\\.'));
    const readers = product.filter(
      ({ path, text }) => pattern.test(text) && !mayReadEnvironment.includes(path),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  it('brings no schema to the browser: only types', () => {
    const schema = /import \{(?:[^}]*)\} from '[^']*\/contract\/[^']*'/;
    const browser = product.filter(({ path }) => /^(components|lib\/client)\//.test(path));
    expect(browser.filter(({ text }) => schema.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('has no long files', () => {
    const long = sources.filter(({ text }) => countLines(text) > longest.file);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`has at most ${longest.folder} files in a folder`, () => {
    const folders = Object.groupBy(files, dirname);
    const crowded = Object.entries(folders).filter(
      ([folder, inside = []]) => folder !== '.' && inside.length > longest.folder,
    );
    expect(crowded.map(([folder, inside = []]) => `${folder}: ${inside.length}`)).toEqual([]);
  });

  it('has no files that import each other, types included', () => {
    expect(findCircles(product).map((circle) => circle.join(' → '))).toEqual([]);
  });

  it('has no crumbs: small files that only one other file imports', () => {
    expect(findCrumbs({ sources, product, homeOf })).toEqual([]);
  });

  it('names a crumb, and the file it belongs to', () => {
    const file = (path: string, imports: string[] = [], text = '') => ({ path, text, imports, loads: [] });
    const crumb = file('components/audit/part.tsx');
    const screen = file('components/audit/screen.tsx', [crumb.path]);
    const found = (sources: SourceFile[]) => findCrumbs({ sources, product: [crumb, screen], homeOf });
    expect(found([crumb, screen])).toEqual([
      'join components/audit/part.tsx (1 lines) to components/audit/screen.tsx: nothing else imports it',
    ]);
    expect(found([crumb, screen, file('components/audit/part.test.tsx', [crumb.path])])).toEqual([]);
    expect(found([crumb, { ...screen, loads: [crumb.path] }])).toEqual([]);
  });

  it('names files in kebab-case', () => {
    const route = /^(\[(\.\.\.)?[a-zA-Z]+\]|\([a-z-]+\))$/;
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
    const wrong = sources.filter(({ path }) => {
      const folders = dirname(path)
        .split('/')
        .filter((name) => name !== '.' && !name.startsWith('.'));
      const name = basename(path).replace(/(\.(test|config|d|dev|setup|spec))?\.\w+$/, '');
      return (
        !kebab.test(name) ||
        folders.some((folder) => !kebab.test(folder) && !route.test(folder) && folder !== 'openapi.json')
      );
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has no dumping grounds', () => {
    const dumps = sources.filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc|index)(\.|\/)/.test(path));
    expect(dumps.map(({ path }) => path)).toEqual([]);
  });
});
