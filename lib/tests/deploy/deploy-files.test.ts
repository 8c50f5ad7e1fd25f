import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { variableNames } from '#lib/env';
import { fileVariable, secretVariables } from '#lib/env/secret-files';
import { projectRoot } from '#lib/paths';
import { chartSchema, chartSchemaPath } from '#lib/run/commands/env-example';
import { rolePrograms } from '#lib/run/commands/roles';

const roles = Object.keys(rolePrograms);
const secrets: readonly string[] = secretVariables;
const known = [...variableNames, ...secrets.map(fileVariable), 'NODE_ENV', 'NEXT_TELEMETRY_DISABLED', 'HOME'];
const read = (path: string) => readFileSync(join(projectRoot, 'deploy', path), 'utf8');
const version = (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string })
  .version;

interface Service {
  image: string;
  command: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  ports?: string[];
  networks?: string[];
  volumes?: string[];
  mem_limit?: string;
  read_only?: boolean;
  cap_drop?: string[];
}
interface Compose {
  services: Record<string, Service>;
  secrets?: Record<string, unknown>;
}

/** `!reset` is Compose's own tag. */
const compose = (path: string): Compose =>
  parse(read(path), {
    merge: true,
    customTags: [{ tag: '!reset', collection: 'seq', resolve: () => undefined }],
  }) as Compose;
const base = compose('compose.yaml');
const ours = Object.entries(base.services).filter(([name]) => name !== 'postgres');

test('compose runs roles of the image, with settings that exist', () => {
  const sandbox = compose('compose.sandbox.yaml');
  for (const [name, { command, environment = {} }] of [...ours, ...Object.entries(sandbox.services)]) {
    if (command !== undefined) expect(roles, name).toContain(command[0]);
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
  }
  expect(ours.map(([name]) => name)).toEqual(['migrate', 'web', 'worker']);
});

test('compose gives secrets as files, and to migrate that of the database alone', () => {
  for (const [, service] of ours) {
    const names = Object.keys(service.environment ?? {});
    expect(names.filter((name) => secrets.includes(name))).toEqual([]);
    const files = Object.values(service.environment ?? {}).filter((value) =>
      value.startsWith('/run/secrets/'),
    );
    expect(files.map((path) => path.slice('/run/secrets/'.length)).sort()).toEqual(
      service.secrets?.toSorted(),
    );
    expect(Object.keys(base.secrets ?? {})).toEqual(expect.arrayContaining(service.secrets ?? []));
  }
  expect(base.services.migrate?.secrets).toEqual(['database-url']);
});

test('compose lets our containers write to memory alone, and listens on the loopback address', () => {
  for (const [, service] of ours) expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(Object.values(base.services).flatMap(({ ports = [] }) => ports)).toEqual([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's own
    '${TENKO_LISTEN:-127.0.0.1:3000}:3000',
  ]);
  for (const [, { image }] of ours) expect(image).toContain(`tenko:${version}`);
});

test('compose lets migrate reach a database outside, and the worker write backups', () => {
  const { migrate, postgres } = compose('compose.database.yaml').services;
  expect(migrate?.networks).toEqual(base.services.web?.networks?.filter((name) => name !== 'database'));
  expect(Object.keys(postgres ?? {})).toEqual(['profiles']);
  expect(base.services.worker?.volumes).toEqual(['backups:/backups']);
  // Docker gives a new volume the owner of the image’s folder.
  expect(read('Dockerfile')).toMatch(/^COPY .*--chown=10001:0 --chmod=0770 \S+ \/backups$/m);
});

test('a worker has memory for a backup with a passphrase (467 MB)', () => {
  const values = parse(read('helm/tenko/values.yaml')) as { worker: { resources: { limits: object } } };
  expect(base.services.worker?.mem_limit).toBe('768m');
  expect(values.worker.resources.limits).toEqual({ memory: '768Mi' });
  expect(read('systemd/tenko-worker.service')).toContain('\nMemoryMax=768M\n');
});

test('the Dockerfile ends as a user without rights, with an entry that exists', () => {
  const text = read('Dockerfile');
  const last = text.slice(text.lastIndexOf('\nFROM '));
  expect(last).toMatch(/\nUSER [1-9]\d+\n/);
  expect(text).not.toMatch(/:latest\b/);
  const [, entry = '[]'] = /\nENTRYPOINT (\[.+\])/.exec(last) ?? [];
  const program = (JSON.parse(entry) as string[]).at(-1) ?? '';
  expect(readFileSync(join(projectRoot, program.replace('/app/', '')), 'utf8')).toContain('rolePrograms');
  const [, env = ''] = /\nENV ((?:.+\\\n)*.+)/.exec(last) ?? [];
  const names = [...env.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test('no data and no settings get into the image', () => {
  const ignored = read('Dockerfile.dockerignore').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining([
      '.git',
      '.data*',
      '.env',
      '.env.*',
      'node_modules',
      'deploy/secrets',
      'deploy/tenko.env',
      'deploy/backups',
    ]),
  );
});

test('every program of a role is there', () => {
  for (const { program } of Object.values(rolePrograms)) {
    expect(readFileSync(join(projectRoot, program), 'utf8').length).toBeGreaterThan(0);
  }
});

test('the chart is of this version, and npm run env:example wrote its schema', () => {
  const chart = parse(read('helm/tenko/Chart.yaml')) as { version: string; appVersion: string };
  expect(chart).toMatchObject({ version, appVersion: version });
  const schema = readFileSync(chartSchemaPath, 'utf8');
  expect(chartSchema(schema)).toBe(schema);
});

test('the chart has the alert rules as they are: copy deploy/prometheus/rules.yaml after a change', () => {
  expect(read('helm/tenko/files/rules.yaml')).toBe(read('prometheus/rules.yaml'));
});

test('the chart’s pods run roles of the image', () => {
  const templates = readdirSync(join(projectRoot, 'deploy/helm/tenko/templates'));
  const text = templates.map((name) => read(`helm/tenko/templates/${name}`)).join('\n');
  const used = [...text.matchAll(/"role" "([a-z-]+)"/g)].map(([, role]) => role);
  expect(used.toSorted()).toEqual(['migrate', 'web', 'worker']);
  const named = [...text.matchAll(/name: ([A-Z][A-Z_]+)[,\s]/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test.each(['web', 'worker', 'migrate'])(
  'tenko-%s.service runs its role, with credentials as files',
  (role) => {
    const unit = read(`systemd/tenko-${role}.service`);
    const lines = unit.split('\n');
    const valuesOf = (key: string) =>
      lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
    expect(valuesOf('ExecStart')).toEqual([
      expect.stringMatching(new RegExp(`/lib/run/commands/tenko\\.ts ${role}$`)),
    ]);
    const pairs = valuesOf('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('=')));
    expect(pairs.map(([name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
    const loaded = valuesOf('LoadCredential').map((line) => line.split(':')[0]);
    const files = pairs
      .filter(([name = '']) => name.endsWith('_FILE'))
      .map(([, path = '']) => path.replace('%d/', ''));
    expect(files).toEqual(loaded);
    expect(loaded.length).toBe(role === 'migrate' ? 1 : 3);
    expect(lines).toEqual(
      expect.arrayContaining([
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'CapabilityBoundingSet=',
        'UMask=0077',
      ]),
    );
  },
);

test('deploy/systemd/tenko runs a role with the credentials that the units have', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-command-'));
  try {
    const given = ['database-url', 'database-direct-url', 'secret-key', 'azure-certificate.pem'];
    for (const name of given) await writeFile(join(dir, name), 'x');
    // In place of systemd’s own, which not every machine has: says what it is asked.
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin/systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const env = { ...process.env, PATH: `${dir}/bin:${process.env.PATH}`, TENKO_SECRETS: dir };
    const args = ['api-key', '--name', 'a key'];
    const script = join(projectRoot, 'deploy/systemd/tenko');
    const { stdout } = await promisify(execFile)(script, args, { env });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(-4)).toEqual(['/opt/tenko/lib/run/commands/tenko.ts', ...args]);
    const set = lines.flatMap((line) => /^--setenv=([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(set.filter((name) => !known.includes(name))).toEqual([]);
    expect(set).toEqual(
      expect.arrayContaining(['DATABASE_URL_FILE', 'DATABASE_DIRECT_URL_FILE', 'TENKO_SECRET_KEY_FILE']),
    );
    expect(lines).toEqual(
      expect.arrayContaining(given.map((name) => `--property=LoadCredential=${name}:${join(dir, name)}`)),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
