import { v7 as uuidv7 } from 'uuid';
import {
  type FollowUpChannel,
  hasFollowUps,
  lockFollowUps,
  startFollowUps,
} from '#lib/db/check-ins/follow-ups';
import { countOpenUploads, insertClaim } from '#lib/db/devices/due-devices';
import type { Engine } from '../engine.ts';

interface Room {
  channel: FollowUpChannel;
  /** Messages of the channel that may be under way */
  slots: number;
  /** Devices in a message */
  size: number;
}

/**
 * Claims Azure ids that a channel other than the device's has to write, as one message: the partner service, so that the
 * compliance it wrote before says what the tag says; and the channel `tag`, to clear a tag that was left behind. Returns how
 * many.
 */
export async function claimFollowUps(engine: Engine, { channel, slots, size }: Room): Promise<number> {
  const now = engine.clock();
  if (!(await hasFollowUps(engine.db.pool, channel, now))) return 0;
  return engine.db.transaction(async (tx) => {
    const { preparing, sending } = await countOpenUploads(tx, channel, slots);
    if (preparing + sending >= slots) return 0;
    const due = await lockFollowUps(tx, { channel, now }, size);
    if (due.length === 0) return 0;
    const uploadId = uuidv7();
    const reports = due.map(({ id: deviceId, azureDeviceId, stateVersion, verdict, dueAt }) => ({
      id: uuidv7(),
      deviceId,
      uploadId,
      azureDeviceId,
      stateVersion,
      lastUpdateTime: null,
      dueAt,
      trigger: 'resync' as const,
      verdict,
      withdrawal: false,
      followUp: true,
    }));
    await insertClaim(tx, [{ id: uploadId, channel, body: null, deviceCount: due.length }], reports, now);
    await startFollowUps(
      tx,
      channel,
      due.map(({ azureDeviceId }) => azureDeviceId),
    );
    await engine.queue.enqueue(tx, 'upload', [{ uploadId }], { urgent: false });
    return due.length;
  });
}
