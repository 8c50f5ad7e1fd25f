import { parseArgs } from 'node:util';
import { printable } from '#lib/domain/text/shown-text';
import { type Env, EnvError } from '#lib/env';
import { developmentDataDir } from '#lib/paths';
import { JsonLines } from '../logs/json-lines.ts';
import { readSettings } from '../read-settings.ts';
import { BuildError } from '../supervisor/build.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { oneLine } from './program.ts';

const began = performance.now();
const { development } = readArguments();
let say = (line: string) => console.log(printable(line));
const supervisor = new Supervisor((line) => say(line), { development });

/** Ends everything once, however often it is called. */
let ending: Promise<void> | null = null;
function end(exitCode: number): Promise<void> {
  ending ??= supervisor.stop().then(() => process.exit(exitCode));
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending === null) say('Stopping …');
    void end(0);
  });
}
process.on('SIGUSR2', () => supervisor.switchDebug());
// The launcher is gone, even if it was killed.
process.once('disconnect', () => void end(0));
process.channel?.unref();
// A console that went away must not end the product half-way.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const settings = readSettings();
  const env = development ? developmentEnv(settings) : settings;
  const lines =
    env.logTo === 'stdout' ? new JsonLines('supervisor', (line) => process.stdout.write(line)) : null;
  if (lines !== null) say = (line) => lines.say(line);
  const last = await supervisor.start(env, lines);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (last !== null) {
    const another = env.signIn.link ? ' New sign-in link: npm run sign-in-link' : '';
    say(`Ready in ${seconds} s. Stop with Ctrl-C.${another}`);
    say(last);
  }
} catch (error) {
  if (ending === null) {
    if (error instanceof BuildError) console.error(error.output);
    console.error(error instanceof EnvError ? error.message : oneLine(error));
    await end(1);
  }
}

/** Development has a data folder and a database of its own, whatever DATABASE_URL says. */
function developmentEnv(env: Env): Env {
  return {
    ...env,
    dataDir: developmentDataDir(env.dataDir),
    databaseUrl: null,
    databaseDirectUrl: null,
  };
}

/** `--development`: as `npm run dev` starts it. */
function readArguments(): { development: boolean } {
  try {
    return parseArgs({ options: { development: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(oneLine(error));
    process.exit(1);
  }
}
