import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';

/**
 * Ends a process and all that it started, also what is in a group of its own: SIGTERM to the process, then to what is left of
 * its tree, and SIGKILL when the time is over.
 */
export async function endProcessTree(root: number, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  let tree = await grow(new Set([root]));
  signalTo(root, 'SIGTERM');
  const asked = new Set([root]);
  for (; tree.size > 0; await wait(50), tree = await grow(tree)) {
    if (Date.now() > deadline) for (const pid of tree) signalTo(pid, 'SIGKILL');
    if (tree.has(root)) continue;
    // What its own program would have ended is ending by now; asking again does no harm.
    for (const pid of tree) {
      if (!asked.has(pid)) signalTo(pid, 'SIGTERM');
      asked.add(pid);
    }
  }
}

/** Those that still run, and their descendants. A process whose parent has ended is kept: it was known before. */
async function grow(known: ReadonlySet<number>): Promise<Set<number>> {
  const processes = await listProcesses();
  const tree = new Set<number>();
  for (const { pid } of processes) if (known.has(pid)) tree.add(pid);
  for (let size = -1; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** All that run. A process that ended, but that its parent has not noticed, does not. */
async function listProcesses(): Promise<{ pid: number; parent: number }[]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
