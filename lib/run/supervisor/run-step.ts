import { execa } from 'execa';

export interface StepResult {
  code: number;
  output: string;
}

/**
 * Runs a command to its end. Returns its exit code, 1 if it could not run, and all that it printed. `shown`: its output also
 * goes to the console.
 */
export async function runStep(
  [program = '', ...args]: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; shown?: boolean; signal?: AbortSignal },
): Promise<StepResult> {
  const {
    exitCode = 1,
    all,
    shortMessage,
  } = await execa(program, args, {
    env: options.env,
    extendEnv: false,
    cwd: options.cwd,
    ...(options.signal && { cancelSignal: options.signal }),
    stdin: 'ignore',
    stdout: options.shown ? ['pipe', 'inherit'] : 'pipe',
    stderr: options.shown ? ['pipe', 'inherit'] : 'pipe',
    all: true,
    reject: false,
  });
  return { code: exitCode, output: all || (shortMessage ?? '') };
}
