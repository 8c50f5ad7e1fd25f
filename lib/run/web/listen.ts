import { once } from 'node:events';
import { access, chmod, constants, lstat, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import type { Env } from '#lib/env';

/** Who may connect to a Unix socket: its owner and its group, to which the reverse proxy belongs */
const socketMode = 0o660;

type Place = Pick<Env, 'host' | 'port' | 'socketPath'>;

/** Fulfilled when the server listens. Throws an Error with one line for the user where it cannot. */
export async function listen(server: Server, { host, port, socketPath }: Place): Promise<void> {
  if (socketPath === null) {
    server.listen(port, host);
    await once(server, 'listening');
    return;
  }
  await clearSocketPath(socketPath);
  server.listen(socketPath);
  // It is made for its owner only, by the umask, so that nobody else gets in before its mode is set.
  await once(server, 'listening');
  await chmod(socketPath, socketMode);
}

/** Removes the socket of a process that was killed. Throws an Error with one line if the path cannot be used. */
export async function clearSocketPath(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw new Error(
      `Tenko cannot listen on HOST=unix:${path} (${codeOf(error)}): its folder must exist, and be writable for this user.`,
    );
  });
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw unusable(path, `cannot be read (${codeOf(error)})`);
  });
  if (found === null) return;
  if (!found.isSocket()) throw unusable(path, 'is not a socket. Remove it, or choose another path');
  const code = await connectTo(path);
  if (code === null) throw unusable(path, 'is used by another process. Stop it, or choose another path');
  if (code !== 'ECONNREFUSED') throw unusable(path, `cannot be used (${code})`);
  await rm(path, { force: true });
}

/** Null: somebody accepted the connection; else the code of the error. */
function connectTo(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error) => resolve(codeOf(error)));
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unusable(path: string, why: string): Error {
  return new Error(`Tenko cannot listen on HOST=unix:${path}: it ${why}.`);
}

/** The status with which the web process of this machine answers; null: it does not. */
export function askWeb(place: Place, path: string): Promise<number | null> {
  const { host, port, socketPath } = place;
  const where = socketPath === null ? { host: loopbackOf(host), port } : { socketPath };
  return new Promise((resolve) => {
    const asked = request({ ...where, path, agent: false, signal: AbortSignal.timeout(5000) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? null);
    });
    asked.once('error', () => resolve(null));
    asked.end();
  });
}

/** Where a server that listens on this address is reached from the same machine. */
function loopbackOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
