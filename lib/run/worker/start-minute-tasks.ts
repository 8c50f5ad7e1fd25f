import type { PgBoss } from 'pg-boss';
import type { Engine } from '#lib/engine/engine';
import { moveTenant } from '#lib/engine/provision-tenant';
import { markExpiredDevices, readDiffering, stepReadCycle } from '#lib/engine/read-back/step-read-cycle';
import { sendHeartbeatIfDue } from '#lib/engine/send-heartbeat';

const queue = 'upkeep';

/** Every minute, in one worker: what ran out, the heartbeat when its hour has come, and the next devices that Entra is asked about. */
export async function startMinuteTasks(engine: Engine, boss: PgBoss): Promise<void> {
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
