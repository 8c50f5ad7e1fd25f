import { access, chmod, constants, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Env } from '#lib/env';
import type { DataPaths } from '#lib/paths';

/** Makes the data folder; refuses in one line where it cannot be written. */
export async function prepareDataDir(paths: DataPaths): Promise<void> {
  try {
    await mkdir(paths.logs, { recursive: true });
    await access(paths.dataDir, constants.W_OK | constants.X_OK);
    // The database runs as another user when we are root: it must be able to pass, not to read.
    await chmod(paths.dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch {
    throw new Error(
      `The data folder ${paths.dataDir} cannot be written: set TENKO_DATA_DIR to one that can.`,
    );
  }
}

export async function checkPort({ port, host }: Env): Promise<void> {
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (code === null) return;
  if (code === 'EADDRINUSE')
    throw new Error(`Port ${port} is taken: stop what uses it, or set PORT to another.`);
  if (code === 'EACCES')
    throw new Error(`Port ${port} is not allowed to this user: set PORT to 1024 or higher.`);
  throw new Error(`HOST=${host} cannot be listened on (${code}): set it to an address of this machine.`);
}
