import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { runStep } from '#lib/run/supervisor/run-step';

/** Without windows, it opens a page with half of the work of a whole Chromium: Playwright's own is one, too. */
const shell = 'chromium-headless-shell';
const names = [shell, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium; null: Playwright's own, which is then there. Installs one where it may. */
export async function findChromium(signal: AbortSignal): Promise<string | null> {
  const present = onPath();
  if (present?.endsWith(shell)) return present;
  const env = childEnv({ DEBIAN_FRONTEND: 'noninteractive' });
  const run = (command: string[]) => runStep(command, { env, cwd: projectRoot, signal });
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing Chromium …');
    await run(['apt-get', 'update', '-q']);
    const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends'];
    const { code } = await run([...install, shell]);
    if (present === null) await run([...install, 'fonts-noto-cjk', ...(code === 0 ? [] : ['chromium'])]);
  }
  const found = onPath();
  if (found !== null) return found;
  const cli = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run([process.execPath, cli, 'install', shell]);
  if (code === 0) return null;
  throw new Error('Chromium was not found. Install your system’s package "chromium", then run this again.');
}

function onPath(): string | null {
  const folders = (childEnv({}).PATH ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}
