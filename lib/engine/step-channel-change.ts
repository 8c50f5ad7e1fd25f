import { endRewrites, readChannelSettings, shareChannelSettings } from '#lib/db/connection/channels';
import { moveToChannels } from '#lib/db/devices/channel-moves';
import { lockSweep, stepSweep } from '#lib/db/devices/device-sweeps';
import { channelOf } from '#lib/domain/devices/channel';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import type { Engine } from './engine.ts';

const devicesAtOnce = 2000;

/**
 * Moves the next devices to the channel that the settings give them, and makes those due whose channel changed. Returns
 * whether it did anything.
 */
export async function stepChannelChange(engine: Engine): Promise<boolean> {
  const now = engine.clock();
  return engine.db.transaction(async (tx) => {
    // Before the walk, as a change of the settings does: the two wait for each other, and never both.
    await shareChannelSettings(tx);
    const sweep = await lockSweep(tx, 'channels');
    if (sweep === null) return false;
    const { enabled } = await readChannelSettings(tx);
    const choices = operatingSystems.flatMap((os) =>
      [true, false].map((feedObserves) => ({
        os,
        feedObserves,
        ...channelOf({ os, feedObserves }, enabled),
      })),
    );
    const part = await moveToChannels(tx, choices, { after: sweep.cursor, limit: devicesAtOnce, now });
    await stepSweep(tx, 'channels', part, now);
    if (part.last === null) {
      await endRewrites(tx);
      engine.log.info(
        { event: 'channels.changed', devices: sweep.reached },
        'every device is in the channel that the settings give it',
      );
    }
    return true;
  });
}
