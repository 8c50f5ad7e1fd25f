import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { debounce } from 'es-toolkit';
import { projectRoot } from '#lib/paths';

/** Editors write a file in several steps, and several files at once. */
const settleMs = 100;

const tests = /\.test\.tsx?$|^(?:tests|test-kit|db\/generated)\//;

/** Sources below `lib` that a process loads itself. What Next compiles is reloaded by Next. */
const sourcesOf: Record<string, RegExp> = {
  web: new RegExp(
    [
      String.raw`^(?:auth|azure|db|env|http|i18n|outbound|run/(?:logs|postgres|web))/.*\.ts$`,
      String.raw`^(?:env|errors|log|paths|process-singletons|run/azure-options|run/read-settings)\.ts$`,
    ].join('|'),
  ),
  worker: /^(?!client\/|http\/|i18n\/|sandbox\/|run\/(?:commands|fleet|supervisor|web)\/).*\.ts$/,
  sandbox: /^(?:sandbox|domain)\/.*\.ts$|^(?:env|errors|log|paths)\.ts$/,
};

/** Whether a process has to be started again when a file below `lib` changes. */
export function isSourceOf(name: string, path: string): boolean {
  return !tests.test(path) && sourcesOf[name]?.test(path) === true;
}

interface Restartable {
  name: string;
  restart(): void;
}

/** For development: starts each process again when one of its sources changes, until the signal. */
export async function restartOnChange(
  processes: readonly Restartable[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const changed = new Set<string>();
  const restart = debounce(() => {
    const paths = [...changed];
    changed.clear();
    for (const process of processes) {
      const path = paths.find((one) => isSourceOf(process.name, one));
      if (path === undefined) continue;
      say(`lib/${path} changed: ${process.name} is started again`);
      process.restart();
    }
  }, settleMs);
  try {
    for await (const { filename } of watch(join(projectRoot, 'lib'), { recursive: true, signal })) {
      if (filename === null) continue;
      changed.add(filename);
      restart();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
