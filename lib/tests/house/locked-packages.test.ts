import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  os?: string | string[];
  cpu?: string | string[];
  hasInstallScript?: boolean;
  /** It comes within another package */
  inBundle?: boolean;
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(projectRoot, name), 'utf8')) as T;
}

const manifest = readJson<{
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}>('package.json');
const { packages } = readJson<{ packages: Record<string, Package> }>('package-lock.json');
const installed = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);

test('every package is locked by its contents, and none by the address of a registry', () => {
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test.each([
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
])('the Node that runs Tenko on %s %s is one of them', (os, cpu) => {
  const nodes = Object.entries(manifest.optionalDependencies).filter(([name]) => {
    const found = packages[`node_modules/${name}`];
    return [found?.os].flat().includes(os) && [found?.cpu].flat().includes(cpu);
  });
  expect(nodes).toHaveLength(1);
  const [name, version] = nodes[0] ?? ['', ''];
  expect(version).toMatch(/^(2[4-9]|[3-9]\d)\.\d+\.\d+$/);
  expect(packages[`node_modules/${name}`]).toMatchObject({ version, optional: true });
  expect(packages[`node_modules/${name}`]?.hasInstallScript).toBeUndefined();
});

test('all that is named is an exact version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
});

test('a package runs something as it is installed only where that was decided', () => {
  const takes = (field: string | string[] | undefined, ours: string[]) =>
    field === undefined || [field].flat().some((one) => ours.includes(one));
  const scripted = installed.filter(
    ([, { hasInstallScript, os, cpu }]) =>
      hasInstallScript === true && takes(os, ['linux', 'darwin']) && takes(cpu, ['x64', 'arm64']),
  );
  const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
  expect(names.filter((name) => !(name in manifest.allowScripts))).toEqual([]);
});
