import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface StepResult {
  code: number;
  output: string;
}

/** Runs a command to its end and keeps what it printed. `shown`: its output also goes to the console. */
export async function runStep(
  command: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; shown?: boolean; signal?: AbortSignal },
): Promise<StepResult> {
  const [program = '', ...args] = command;
  const { env, cwd, signal } = options;
  const child = spawn(program, args, {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  let output = '';
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (options.shown) shown.write(text);
    });
  }
  try {
    const [code] = await once(child, 'close');
    return { code: typeof code === 'number' ? code : 1, output };
  } catch (error) {
    return { code: 1, output: `${output}${error instanceof Error ? error.message : ''}` };
  }
}
