import { randomUUID } from 'node:crypto';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';

/** Devices that check in for the first time, and whose report is due. */
export async function fillFleet(
  db: Database,
  size: number,
  system: { os: string; osVersion: string },
  feed = 'bench',
): Promise<void> {
  const now = new Date();
  for (let done = 0; done < size; done += 1000) {
    const checkIns = Array.from({ length: Math.min(1000, size - done) }, (_, index) => ({
      externalId: `device-${done + index}`,
      checkedInAt: now.toISOString(),
      device: { name: `Device ${done + index}`, serialNumber: `SN${done + index}`, ...system },
      user: { principalName: `user${done + index}@example.com`, azureUserId: randomUUID() },
      azure: { deviceId: randomUUID(), clientStatusCode: 'Success' },
    }));
    await recordCheckIns(db, { feed, checkIns, now });
  }
}
