import type { PgBoss } from 'pg-boss';
import type { Engine } from '../reports/engine.ts';
import { moveTenant } from '../reports/ensure-provisioned.ts';
import { sendHeartbeatIfDue } from '../reports/send-heartbeat.ts';
import { markExpiredDevices, readDiffering, stepReadCycle } from '../reports/step-read-cycle.ts';

const queue = 'upkeep';

/** Every minute, in one worker: what ran out, the heartbeat when its hour has come, and the next devices that Entra is asked about. */
export async function startUpkeep(engine: Engine, boss: PgBoss): Promise<void> {
  await boss.createQueue(queue, {
    policy: 'stately',
    retryLimit: 0,
    expireInSeconds: 300,
    deleteAfterSeconds: 3600,
  });
  await boss.schedule(queue, '* * * * *');
  await boss.work(queue, { pollingIntervalSeconds: 2 }, async () => {
    await moveTenant(engine);
    await markExpiredDevices(engine);
    await sendHeartbeatIfDue(engine);
    await stepReadCycle(engine);
    await readDiffering(engine);
  });
  await boss.send(queue, {});
}
