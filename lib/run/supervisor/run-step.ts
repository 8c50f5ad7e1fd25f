import { execa } from 'execa';
import { endProcessTree } from './end-process-tree.ts';

export interface StepResult {
  code: number;
  output: string;
}

/**
 * Runs a command to its end. Returns its exit code, 1 if it could not run, and all that it printed. `shown`: it prints to the
 * console instead. `signal` ends it with all that it started; it has a group of its own then, which Ctrl-C does not reach.
 */
export async function runStep(
  [program = '', ...args]: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; shown?: boolean; signal?: AbortSignal },
): Promise<StepResult> {
  const { signal } = options;
  if (signal?.aborted) return { code: 1, output: 'not run: aborted' };
  const output = options.shown ? 'inherit' : 'pipe';
  const step = execa(program, args, {
    env: options.env,
    extendEnv: false,
    cwd: options.cwd,
    detached: signal !== undefined,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
  });
  let ending: Promise<void> | undefined;
  const end = () => {
    if (step.pid !== undefined) ending = endProcessTree(step.pid);
  };
  signal?.addEventListener('abort', end, { once: true });
  const { exitCode = 1, all, shortMessage } = await step;
  signal?.removeEventListener('abort', end);
  await ending;
  return { code: exitCode, output: all || (shortMessage ?? '') };
}
