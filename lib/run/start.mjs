// The only script that runs under the system's Node (20 or newer): it has no dependency. It installs the packages,
// then hands over to the Node that they bring. `start.mjs NAME.ts …` runs another program of the folder commands.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

function fail(line) {
  console.error(line);
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const stamp = join(root, 'node_modules', '.tenko-installed');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const lockedPackages = () => readJson(join(root, 'package-lock.json'))?.packages ?? {};
const isNewEnough = (major) => Number(process.versions.node.split('.')[0]) >= major;

/** The Node for this machine, one of the locked packages; null: there is none for it. */
function lockedNode() {
  const names = (value) => [value].flat();
  const found = Object.entries(lockedPackages()).find(
    ([path, { os, cpu }]) =>
      /^node_modules\/node-(bin-)?(linux|darwin)-/.test(path) &&
      names(os).includes(process.platform) &&
      names(cpu).includes(process.arch),
  );
  return found === undefined ? null : join(root, found[0], 'bin', 'node');
}

/** Installed for this lock file; or by hand, according to npm's own list, which it writes last. */
function packagesAreInstalled() {
  const node = lockedNode();
  if (node !== null && !existsSync(node) && !isNewEnough(24)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(lockedPackages()).every(
    ([path, { version, optional, peer, link }]) =>
      path === '' || optional || peer || link || installed[path]?.version === version,
  );
}

/** What runs now: a signal is for it. */
let child = null;
let isInstalling = false;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    child?.kill(signal);
    // npm first finishes what it does. The next start installs again.
    if (isInstalling) setTimeout(() => child.kill('SIGKILL'), 2000);
  });
}

// Switches the log level of what runs; npm would end by it.
process.on('SIGUSR2', () => isInstalling || child?.kill('SIGUSR2'));

/** Runs a program to its end. Returns its exit code. */
function run(command, args, options, notStarted) {
  child = spawn(command, args, { cwd: root, ...options });
  return new Promise((resolve) => {
    child.on('error', (error) => fail(notStarted(error)));
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

async function installPackages() {
  console.log('Installing packages …');
  isInstalling = true;
  const fromNpm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const [command, ...args] = [
    ...fromNpm,
    // Not `npm ci`: it refuses a lock that lacks a package of another platform, which a registry may not carry.
    'install',
    '--no-save',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const status = await run(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }, ({ code, message }) =>
    code === 'ENOENT'
      ? 'npm was not found. Install Node 20 or newer, which includes npm.'
      : `npm could not be started: ${message}`,
  );
  isInstalling = false;
  if (stopped) process.exit(1);
  if (status !== 0) fail('The packages could not be installed. See the lines above, then run this again.');
  writeFileSync(stamp, lockHash());
}

function findNode() {
  const locked = lockedNode();
  if (locked !== null && existsSync(locked)) return locked;
  if (isNewEnough(24)) return process.execPath;
  return fail('npm has no Node for this machine. Install Node 24, then run this again.');
}

if (!isNewEnough(20)) {
  fail(`Node ${process.versions.node} is too old. Install Node 20 or newer.`);
}
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid !== parent && child?.kill('SIGTERM'), 1000).unref();
}
if (!packagesAreInstalled()) await installPackages();

const [program = 'start.ts', ...rest] = process.argv.slice(2);
// However this process ends, the channel to the child closes, and the child stops.
const code = await run(
  findNode(),
  [join(here, 'commands', program), ...rest],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  ({ message }) => `${program} could not be started: ${message}`,
);
process.exit(code);
