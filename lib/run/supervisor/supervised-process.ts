import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '#lib/paths';
import { ProcessLog, worthShowing } from '../logs/process-log.ts';

export interface ProcessPlan {
  name: string;
  /** Arguments of Node */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Takes each line instead of the log file */
  printed?: (line: string) => void;
  /** Null: it is ready when it prints a line of JSON with `ready: true`. */
  probe: (() => Promise<boolean>) | null;
  say: (line: string) => void;
  /** The part of a printed line that the console shows; null: nothing. Left out: warnings and worse. */
  shown?: (line: string) => string | null;
}

const readyWithinMs = 60_000;
/** How long a process may take to end before it is killed and started again */
const restartMs = 5_000;
const backoffMs = { first: 500, most: 30_000, forgottenAfter: 60_000 };

/** A child that is started again, ever more slowly, when it ends by itself, until `stop`. */
export class SupervisedProcess {
  readonly #plan: ProcessPlan;
  readonly #log: ProcessLog;
  #isReady = false;
  #child: ChildProcess | null = null;
  #stopping = new AbortController();
  #delay = backoffMs.first;
  /** Cuts the pause before the next start short */
  #pause = new AbortController();

  constructor(plan: ProcessPlan) {
    this.#plan = plan;
    this.#log = new ProcessLog(plan.printed ?? plan.logFile);
  }

  get name(): string {
    return this.#plan.name;
  }

  /** Fulfilled when it is ready; a first start that fails is not tried again. */
  async start(): Promise<void> {
    const { name, logFile, printed } = this.#plan;
    const isReady = await this.#launch();
    if (isReady || this.#stopping.signal.aborted) return;
    await this.stop(1000);
    const where = printed === undefined ? logFile : 'what it printed';
    throw new Error(`${name} did not start; see ${where}.`);
  }

  /** Ends it, so that it is started again at once. For development, where its sources change. */
  restart(): void {
    this.#delay = 0;
    this.#pause.abort();
    const child = this.#child;
    if (child === null) return;
    child.kill('SIGTERM');
    setTimeout(() => !hasEnded(child) && child.kill('SIGKILL'), restartMs).unref();
  }

  /** Passes a signal on that it handles once it is ready: before, most signals would end it. */
  signal(signal: NodeJS.Signals): void {
    if (this.#isReady) this.#child?.kill(signal);
  }

  /** SIGTERM, then SIGKILL when the time is over. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child === null || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = new AbortController();
    const late = wait(withinMs, true, { signal: timer.signal }).catch(() => false);
    if (await Promise.race([ended.then(() => false), late])) {
      child.kill('SIGKILL');
      await ended;
    }
    timer.abort();
  }

  async #launch(): Promise<boolean> {
    const { args, env, say, name, shown = worthShowing } = this.#plan;
    if (this.#stopping.signal.aborted) return false;
    const preload = join(import.meta.dirname, 'end-with-parent.ts');
    // Its own process group: Ctrl-C reaches it through the supervisor, in order.
    const child = spawn(process.execPath, ['--import', preload, ...args], {
      cwd: projectRoot,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    const startedAt = Date.now();
    this.#isReady = false;
    child.once('error', (error) => say(`${name}: ${error.message}`));
    child.once('exit', (code, signal) => {
      const wasReady = this.#isReady;
      this.#isReady = false;
      if (!this.#stopping.signal.aborted && wasReady)
        void this.#restart(code, signal, Date.now() - startedAt);
    });
    const announced = new Promise<boolean>((resolve) => {
      const onLine = (line: string) => {
        if (line.includes('"ready":true')) resolve(true);
        const text = shown(line);
        if (text !== null) say(`${name}: ${text}`);
      };
      if (child.stdout) this.#log.follow(child.stdout, onLine);
      if (child.stderr) this.#log.follow(child.stderr, onLine);
      child.once('exit', () => resolve(false));
    });
    this.#isReady = (await this.#whenReady(child, announced)) && !hasEnded(child);
    return this.#isReady;
  }

  async #whenReady(child: ChildProcess, announced: Promise<boolean>): Promise<boolean> {
    const { probe } = this.#plan;
    const deadline = Date.now() + readyWithinMs;
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, this.#stopping.signal]);
    const late = wait(readyWithinMs, false, { signal }).catch(() => false);
    if (probe === null) {
      const ready = await Promise.race([announced, late]);
      timer.abort();
      return ready;
    }
    timer.abort();
    while (Date.now() < deadline && !hasEnded(child) && !this.#stopping.signal.aborted) {
      if (await probe()) return true;
      await wait(100);
    }
    return false;
  }

  async #restart(code: number | null, signal: NodeJS.Signals | null, lived: number): Promise<void> {
    const { name, say } = this.#plan;
    if (lived > backoffMs.forgottenAfter) this.#delay = backoffMs.first;
    for (let reason: string = signal ?? `code ${code}`; ; reason = 'it did not become ready') {
      if (this.#stopping.signal.aborted) return;
      if (this.#delay > 0) say(`${name} ended (${reason}); it is started again`);
      this.#pause = new AbortController();
      const until = AbortSignal.any([this.#stopping.signal, this.#pause.signal]);
      await wait(this.#delay, undefined, { signal: until }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      this.#delay = Math.min(Math.max(this.#delay * 2, backoffMs.first), backoffMs.most);
      if (await this.#launch()) {
        say(`${name} is back`);
        return;
      }
      if (this.#child !== null && !hasEnded(this.#child)) this.#child.kill('SIGKILL');
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
