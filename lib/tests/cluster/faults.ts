import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { type Host, until } from './hosts.ts';

export interface Fault {
  /** `cut web1` and the like */
  name: string;
  /** Whether clients may see connections that break: a machine that is gone without a word takes with it what is under way on it */
  isHard: boolean;
  /** What is done, and how it is brought back; resolves when all is as before. */
  play(): Promise<void>;
}

/** How long a host is away. Longer than any check takes to notice */
const awayMs = 12_000;

/** All that the test does, one after the other. */
export function listFaults(cluster: Cluster): Fault[] {
  const { webs, workers, sandbox, pooler, keeper } = cluster;
  const plain = [...webs, ...workers.slice(0, 1), pooler, sandbox];
  const stopped = [...webs, ...workers];
  return [
    ...plain.flatMap((host) => [cutOff(cluster, host), killed(cluster, host)]),
    ...standbyFaults(cluster),
    ...primaryFaults(cluster),
    ...stopped.map((host) => rolled(cluster, host)),
  ].map((fault) => ({
    ...fault,
    play: async () => {
      await fault.play();
      await until('commits wait for the standby again', () => keeper.isSafe);
      await until('each web process is behind the balancer', async () => (await cluster.readyWebs()) === 3);
    },
  }));
}

function cutOff(_cluster: Cluster, host: Host): Fault {
  return {
    name: `cut ${host.name}`,
    isHard: true,
    play: async () => {
      await host.cut();
      await wait(awayMs);
      await host.plug();
    },
  };
}

function killed(cluster: Cluster, host: Host): Fault {
  return {
    name: `kill ${host.name}`,
    isHard: true,
    play: async () => {
      await host.kill();
      await wait(awayMs / 2);
      await cluster.start(host);
    },
  };
}

function standbyFaults({ databases, keeper }: Cluster): Fault[] {
  return [
    {
      name: 'cut standby',
      isHard: false,
      play: async () => {
        const host = databases.standby;
        await host.cut();
        await until('the primary goes on alone', () => !keeper.isSafe);
        await wait(awayMs / 2);
        await host.plug();
      },
    },
    {
      name: 'kill standby',
      isHard: false,
      play: async () => {
        await databases.standby.kill();
        await until('the primary goes on alone', () => !keeper.isSafe);
        await wait(awayMs / 2);
        await databases.startStandby();
      },
    },
  ];
}

/** The former primary comes back as a new standby: what it has besides was never acknowledged. */
function primaryFaults({ databases, keeper }: Cluster): Fault[] {
  const takenOver = async (strike: (former: Host) => Promise<unknown>) => {
    const former = databases.primary;
    await strike(former);
    await until('the standby takes over', () => databases.primary !== former);
    await wait(awayMs / 2);
    await former.plug();
    await keeper.paused(() => databases.rebuildStandby());
  };
  return [
    { name: 'kill primary', isHard: true, play: () => takenOver((former) => former.kill()) },
    { name: 'cut primary', isHard: true, play: () => takenOver((former) => former.cut()) },
  ];
}

function rolled(cluster: Cluster, host: Host): Fault {
  return {
    name: `stop ${host.name}`,
    isHard: false,
    play: async () => {
      const code = await cluster.stop(host);
      if (code !== 0) throw new Error(`${host.name} ended with ${code} at SIGTERM`);
      await cluster.start(host);
    },
  };
}
