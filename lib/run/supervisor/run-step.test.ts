import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { endProcessTree } from './end-process-tree.ts';
import { runStep } from './run-step.ts';

/** A program that starts a second one, which starts a third one; `reached`: all run, `ended`: none does any longer. */
async function threePrograms(inTheThird = '') {
  let open = 0;
  const reached = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    open += 1;
    if (open === 3) reached.resolve();
    socket
      .on('error', () => undefined)
      .on('close', () => {
        open -= 1;
        if (open > 0) return;
        server.close();
        ended.resolve();
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const program = (more: string) => `${more};
    require('node:net').connect(${port}, '127.0.0.1').on('error', () => undefined).on('close', () => undefined);
    setInterval(() => undefined, 1000);`;
  // In a group and a session of its own, like PostgreSQL.
  const starting = (next: string) =>
    program(
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(next)}], { detached: true, stdio: 'ignore' })`,
    );
  const command = ['-e', starting(starting(program(inTheThird)))];
  return { command, reached: reached.promise, ended: ended.promise };
}

test('a step that is aborted ends with all that it started', async () => {
  const { command, reached, ended } = await threePrograms();
  const stop = new AbortController();
  const env = plainEnvironment({});
  const step = runStep([process.execPath, ...command], { env, cwd: projectRoot, signal: stop.signal });
  await reached;
  stop.abort();
  expect((await step).code).toBe(1);
  await ended;
});

test('what does not want to end is killed', async () => {
  const { command, reached, ended } = await threePrograms(`process.on('SIGTERM', () => undefined)`);
  const { pid } = spawn(process.execPath, command, { env: plainEnvironment({}), stdio: 'ignore' });
  await reached;
  await endProcessTree(pid ?? 0, 500);
  await ended;
});
