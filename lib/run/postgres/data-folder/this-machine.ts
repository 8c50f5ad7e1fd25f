import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** Which kernel a process runs on, and under which name. Containers on one machine share the kernel, not the name. */
export interface Machine {
  hostname: string;
  /** Changes with each start of the kernel; null where it cannot be known */
  bootId: string | null;
}

export async function thisMachine(): Promise<Machine> {
  return { hostname: hostname(), bootId: await readBootId() };
}

async function readBootId(): Promise<string | null> {
  const read =
    process.platform === 'darwin'
      ? promisify(execFile)('sysctl', ['-n', 'kern.bootsessionuuid']).then(({ stdout }) => stdout)
      : readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return read.then(
    (text) => text.trim() || null,
    () => null,
  );
}

/** File systems that several kernels may have mounted at once, by the numbers of Linux (statfs(2), linux/magic.h). */
const sharedFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x47504653, 'GPFS'],
]);

/** Whether another machine may have this folder mounted, too. */
export async function isSharedFileSystem(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const { type } = await statfs(path);
  return sharedFileSystems.has(type >>> 0);
}
