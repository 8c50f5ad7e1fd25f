import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '#lib/paths';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';

const entry = ['--disable-warning=ExperimentalWarning', join(projectRoot, 'lib/run/commands/tenko.ts')];
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-roles-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Runs a program to its end. Code -1: there is no such program. */
function run(program: string, args: readonly string[]) {
  return new Promise<{ code: number; output: string; said: string }>((resolve) => {
    const env = plainEnvironment({ TENKO_DATA_DIR: dir });
    execFile(program, [...args], { env, cwd: dir, maxBuffer: 1e8 }, (error, output, said) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code: Number.isNaN(code) ? -1 : code, output, said });
    });
  });
}
const tenko = (...args: string[]) => run(process.execPath, [...entry, ...args]);

test.each([[[]], [['nobody']], [['toString']]])(
  '%j is refused in one line that names the roles',
  async (args) => {
    const { code, said, output } = await tenko(...args);
    expect(said).toMatch(/^[^\n]+ Use one of: web, worker, migrate, [^\n]+\n$/);
    expect({ code, output }).toEqual({ code: 1, output: '' });
  },
);

test('a role’s refusal and exit code are those of the container', async () => {
  const { code, said } = await tenko('migrate');
  expect({ code, said }).toEqual({ code: 1, said: 'Set DATABASE_URL to the database to migrate.\n' });
});

test('the role takes the place of the entry: it gets the signals, and its arguments', async () => {
  const args = ['sandbox', '--port', '0', '--data-dir', dir];
  const child = spawn(process.execPath, [...entry, ...args], {
    env: plainEnvironment({}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(JSON.parse(String(line))).toMatchObject({ ready: true });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

const chart = join(projectRoot, 'deploy/helm/tenko');
const values = ['--set', 'image.repository=r.example/tenko', '--set', 'ingress.enabled=true'];
const helm = await run('helm', ['version']);
const withHelm = test.skipIf(helm.code !== 0);
const without = helm.code === 0 ? '' : ' (skipped: helm is not installed)';

interface Manifest {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { template: { spec: PodSpec } };
}
interface PodSpec {
  securityContext: object;
  containers: { args: string[]; securityContext: object; env: { name: string; value: string }[] }[];
  volumes: { name: string; projected?: { sources: { secret?: { name: string } }[] } }[];
}

withHelm(
  `helm renders pods that have no rights, and a migration with the database’s secret alone${without}`,
  async () => {
    const { code, output, said } = await run('helm', ['template', 't', chart, ...values]);
    expect(said).toBe('');
    expect(code).toBe(0);
    const manifests = parseAllDocuments(output).map((document) => document.toJS() as Manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'Deployment',
        'HorizontalPodAutoscaler',
        'PodDisruptionBudget',
        'NetworkPolicy',
        'Job',
      ]),
    );
    const pods = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
    expect(pods).toHaveLength(3);
    for (const { spec } of pods) {
      const { securityContext, containers, volumes } = spec.template.spec;
      expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      const given = volumes
        .flatMap(({ projected }) => projected?.sources ?? [])
        .map(({ secret }) => secret?.name);
      for (const { securityContext: own, args, env } of containers) {
        expect(own).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
        expect(given).toEqual(
          args[0] === 'migrate' ? ['tenko-database'] : ['tenko-database', 'tenko-secret-key'],
        );
        expect(env.map(({ value }) => value).filter((value) => /password|postgres:/.test(value))).toEqual([]);
      }
    }
  },
);

withHelm(`helm refuses a misspelt setting, and a secret in the values${without}`, async () => {
  for (const wrong of ['settings.TENKO_URLL=x', 'secrets.DATABASE_URL=hush', 'settings.DATABASE_URL=hush']) {
    const { code, said } = await run('helm', ['template', 't', chart, ...values, '--set', wrong]);
    expect(code, wrong).not.toBe(0);
    expect(said).toContain("values don't meet the specifications of the schema");
  }
});

withHelm(`helm gives a role the volumes that the values name, and their group${without}`, async () => {
  const worker = {
    fsGroup: 10001,
    extraVolumes: [{ name: 'backups', persistentVolumeClaim: { claimName: 'tenko-backups' } }],
    extraVolumeMounts: [{ name: 'backups', mountPath: '/backups' }],
  };
  const { code, output } = await run('helm', [
    'template',
    't',
    chart,
    ...values,
    '--set-json',
    `worker=${JSON.stringify(worker)}`,
  ]);
  expect(code).toBe(0);
  const pods = parseAllDocuments(output)
    .map((document) => document.toJS() as Manifest)
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ spec }) => spec.template.spec);
  const withVolume = pods.filter(({ volumes }) => volumes.some(({ name }) => name === 'backups'));
  expect(withVolume.map(({ containers }) => containers[0]?.args)).toEqual([['worker']]);
  expect(withVolume[0]?.securityContext).toMatchObject({ fsGroup: 10001, runAsNonRoot: true });
});
