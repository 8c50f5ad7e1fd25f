import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { findPrograms } from '../postgres/embedded-database.ts';
import { BuildError, buildWeb, generateClient } from '../supervisor/build.ts';
import { abortedToStop, oneLine } from './program.ts';

/**
 * `npm run test:cluster`: an installation on many hosts, whose hosts are cut off, killed and stopped one after the other. It runs in
 * namespaces of processes, network and mounts of its own, and the kernel ends whatever is in them with this process.
 */
const namespaces = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];
const signal = abortedToStop();

/** One line for what is missing; null: nothing is. */
function missing(): string | null {
  if (process.platform !== 'linux') return 'Linux: its hosts are network namespaces';
  if (process.getuid?.() !== 0) return 'root: its hosts are network namespaces';
  const programs = ['unshare', 'ip', 'mount', 'setpriv', 'tar', 'haproxy', 'pgbouncer'];
  const absent = programs.filter((name) => findProgram(name) === null);
  if (absent.length === 0) return null;
  const debian = 'on Debian: apt-get install haproxy pgbouncer iproute2';
  return `${absent.join(', ')} (${debian})`;
}

function findProgram(name: string): string | null {
  const folders = [...(childEnv({}).PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

async function runInNamespaces(args: readonly string[]): Promise<number> {
  const programs = ['haproxy', 'pgbouncer'].flatMap((name) => [`--${name}`, findProgram(name) ?? name]);
  const main = [process.execPath, 'lib/tests/cluster/main.ts', ...programs, ...args];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...namespaces, '--', ...main], {
    cwd: projectRoot,
    env: childEnv({}),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  const lack = missing();
  if (lack !== null) throw new Error(`test:cluster needs ${lack}.`);
  findPrograms();
  await generateClient(signal);
  await buildWeb(signal);
  process.exitCode = await runInNamespaces(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BuildError ? error.output : oneLine(error));
  process.exitCode = 1;
}
