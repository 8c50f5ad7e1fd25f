import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '#lib/paths';

const runFile = promisify(execFile);
export const run = (command: string, ...args: string[]) => runFile(command, args);

/** A network that no machine has: it is in a network namespace without a way out. */
const network = '10.213.7';
/** Where clients and the judge are: the switch itself */
export const switchAddress = `${network}.1`;
/** Memory of this run alone: it is gone with the last process */
export const scratch = '/mnt';

/**
 * One switch, in the namespaces that this process was started in: mounts, links and processes end with them, whatever
 * becomes of this process.
 */
export async function openSwitch(): Promise<void> {
  // Named namespaces are files in /run/netns.
  await run('mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/run');
  await run('mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', scratch);
  await run('ip', 'link', 'set', 'lo', 'up');
  await run('ip', 'link', 'add', 'switch', 'type', 'bridge');
  await run('ip', 'address', 'add', `${switchAddress}/24`, 'dev', 'switch');
  await run('ip', 'link', 'set', 'switch', 'up');
}

export interface Program {
  child: ChildProcess;
  /** Resolves once it has said so on a line of JSON; rejects when it ends before */
  ready: Promise<void>;
  /** SIGTERM, and what it ended with */
  stop(): Promise<number | null>;
}

/** A machine: a network namespace with one cable to the switch. */
export class Host {
  readonly name: string;
  readonly address: string;
  readonly #logs: string;

  constructor(name: string, last: number, logs: string) {
    this.name = name;
    this.address = `${network}.${last}`;
    this.#logs = logs;
  }

  async connect(): Promise<void> {
    const { name, address } = this;
    await run('ip', 'netns', 'add', name);
    await run('ip', 'link', 'add', `to-${name}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    await run('ip', 'link', 'set', `to-${name}`, 'master', 'switch', 'up');
    await run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    await run('ip', '-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    await run('ip', '-n', name, 'link', 'set', 'eth0', 'up');
  }

  /** Pulls the cable: nobody is told, and what is under way stays open on both sides. */
  cut = () => run('ip', 'link', 'set', `to-${this.name}`, 'down');
  plug = () => run('ip', 'link', 'set', `to-${this.name}`, 'up');

  /** SIGKILL to all that runs there, at once; its kernel goes on and says so to whoever is connected. */
  async kill(): Promise<void> {
    const { stdout } = await run('ip', 'netns', 'pids', this.name);
    for (const pid of stdout.split('\n').filter(Boolean)) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It ended by itself since it was listed.
      }
    }
  }

  run = (...command: string[]) => run('ip', 'netns', 'exec', this.name, ...command);

  start(command: readonly string[], env: NodeJS.ProcessEnv): Program {
    const child = spawn('ip', ['netns', 'exec', this.name, ...command], {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(join(this.#logs, `${this.name}.log`), { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('close', () => log.end());
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (/^\{.*"ready":true/.test(line)) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${this.name}: ${command.at(-1)} ended with ${code}`)));
    });
    // Whoever waits for it hears of it; a host that is killed has nobody who waits.
    ready.catch(() => undefined);
    return { child, ready, stop: () => endOf(child) };
  }
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}

/** What is asked of a host that is gone may never be answered. */
const attemptMs = 10_000;

/** Waits for a condition; an attempt that throws counts as not yet. */
export async function until(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  withinMs = 120_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const late = wait(attemptMs, false, { ref: false });
    if (await Promise.race([Promise.resolve(isSo()), late]).catch(() => false)) return;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await wait(200);
  }
}
