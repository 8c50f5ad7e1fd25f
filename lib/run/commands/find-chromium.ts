import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { runStep } from '#lib/run/supervisor/run-step';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium; null: Playwright's own, which is then there. Installs one where it may. */
export async function findChromium(signal: AbortSignal): Promise<string | null> {
  const present = onPath();
  if (present !== null) return present;
  const env = childEnv({ DEBIAN_FRONTEND: 'noninteractive' });
  const run = (command: string[]) => runStep(command, { env, cwd: projectRoot, signal });
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing Chromium …');
    await run(['apt-get', 'update', '-q']);
    await run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
    const installed = onPath();
    if (installed !== null) return installed;
  }
  const cli = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run([process.execPath, cli, 'install', 'chromium-headless-shell']);
  if (code === 0) return null;
  throw new Error('Chromium was not found. Install your system’s package "chromium", then run this again.');
}

function onPath(): string | null {
  const folders = (childEnv({}).PATH ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}
