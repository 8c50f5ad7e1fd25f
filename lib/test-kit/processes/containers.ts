import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { projectRoot } from '#lib/paths';
import { plainEnvironment } from './plain-environment.ts';

const inContainer = ['--pid', '--mount', '--uts', '--fork', '--kill-child', '--mount-proc'];

/** Why containers cannot be played here; null: they can. */
export async function noContainers(): Promise<string | null> {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  return promisify(execFile)('unshare', [...inContainer, 'true']).then(
    () => null,
    (error: Error) => `needs unshare: ${error.message.split('\n')[1] ?? error.message}`,
  );
}

export interface Container {
  port: number;
  /** Resolves when the process has ended */
  ended: Promise<{ code: number | null; errors: string[] }>;
  /** Resolves with true when a line of standard output begins so; false when it ended before */
  says(text: string): Promise<boolean>;
  /** The process with the id 1 in it, by its id out here; null: it has ended */
  firstProcess(): Promise<number | null>;
  /** SIGKILL to everything in it, at once */
  kill(): Promise<void>;
}

/**
 * Runs a shell command as a container of its own would: own process ids, own mounts, own host name. `$NODE` is our Node.
 * `machine`: as on another kernel, with this boot id.
 */
export async function startContainer(
  hostname: string,
  command: string,
  env: Record<string, string>,
  machine?: { bootId: string; file: string },
): Promise<Container> {
  const port = await getPort({ host: '127.0.0.1' });
  const boot = machine
    ? `echo ${machine.bootId} > ${machine.file} && mount --bind ${machine.file} /proc/sys/kernel/random/boot_id && `
    : '';
  const child = spawn('unshare', [...inContainer, 'sh', '-c', `hostname ${hostname} && ${boot}${command}`], {
    cwd: projectRoot,
    env: plainEnvironment({
      NODE: process.execPath,
      PORT: String(port),
      TENKO_DEMO_DEVICES: '0',
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = linesOf(child.stdout);
  const errors = linesOf(child.stderr);
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), errors: errors.lines }));
  return {
    port,
    ended,
    says: (text) => Promise.race([output.find(text), ended.then(() => false)]),
    firstProcess: () => firstProcessOf(child),
    kill: async () => {
      const first = await firstProcessOf(child);
      if (first !== null) process.kill(first, 'SIGKILL');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstProcessOf({ pid }: ChildProcess): Promise<number | null> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return Number(children.trim().split(' ')[0]) || null;
}

function linesOf(stream: NodeJS.ReadableStream) {
  const lines: string[] = [];
  const waiting: { text: string; found: () => void }[] = [];
  let rest = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    const parts = (rest + part).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts.filter((text) => text !== '')) {
      lines.push(line);
      for (const { text, found } of waiting) if (line.startsWith(text)) found();
    }
  });
  const find = (text: string) =>
    new Promise<boolean>((resolve) => {
      if (lines.some((line) => line.startsWith(text))) resolve(true);
      else waiting.push({ text, found: () => resolve(true) });
    });
  return { lines, find };
}
