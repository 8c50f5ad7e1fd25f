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
      `Tenko cannot write to the data folder ${paths.dataDir}. Set TENKO_DATA_DIR to a folder it can write to.`,
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
    throw new Error(`Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`);
  if (code === 'EACCES') throw new Error(`This user cannot use port ${port}. Set PORT to 1024 or higher.`);
  throw new Error(`Tenko cannot listen on HOST=${host} (${code}). Set HOST to an address of this machine.`);
}
