import { isEqual } from 'es-toolkit';
import {
  type ChannelSettings,
  lockChannelSettings,
  readChannelSettings,
  readChannels,
  writeChannelSettings,
} from '#lib/db/connection/channels';
import { forgetProvisioning } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { readSweep, startSweep } from '#lib/db/devices/device-sweeps';
import { recordAudit } from '#lib/db/people/audit';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { Actor } from '#lib/domain/people/actor';
import type { ChannelChange, ChannelStates } from '../contract/channel.ts';

/** Counts stop here: each open page asks every few seconds. */
const most = 10_001;

/** Every channel with its settings, its health, and how many devices wait in it. */
export async function getChannels(db: Database, now: Date): Promise<ChannelStates> {
  const [rows, change] = await Promise.all([readChannels(db, now, most), readSweep(db, 'channels')]);
  const of = (channel: ReportingChannel) => {
    const row = rows.find(({ name }) => name === channel);
    if (row === undefined) throw new Error('the channels have no rows: the migrations are not complete');
    const { enabled, health, healthSince, problemCode, problemDetail, throttledUntil, waiting } = row;
    const problem = problemCode === null ? null : { code: problemCode, detail: problemDetail };
    return { row, state: { enabled, health, healthSince, problem, throttledUntil, waiting } };
  };
  const { row, state } = of('tag');
  return {
    partner: of('partner').state,
    windows: of('windows').state,
    tag: {
      ...state,
      attribute: row.attribute ?? 15,
      values: { compliant: row.compliant ?? '', noncompliant: row.noncompliant ?? '' },
    },
    change: change && {
      startedAt: change.startedAt,
      by: change.startedBy,
      reached: change.reached,
      finishedAt: change.finishedAt,
    },
  };
}

/** Changes the channels; a worker then moves devices bit by bit, and makes those due that moved. */
export async function changeChannels(
  db: Database,
  { reason, partner, windows, tag }: ChannelChange,
  actor: Actor,
  now: Date,
): Promise<ChannelStates> {
  await db.transaction(async (tx) => {
    await lockChannelSettings(tx);
    const before = await readChannelSettings(tx);
    const after = {
      enabled: { partner: partner.enabled, windows: windows.enabled, tag: tag.enabled },
      tag: { attribute: tag.attribute, values: tag.values },
    };
    if (isEqual(before, after)) return;
    await writeChannelSettings(tx, after);
    // Switched on again, Microsoft is asked again whether it takes this partner's messages.
    if (after.enabled.partner && !before.enabled.partner) await forgetProvisioning(tx);
    await startSweep(tx, 'channels', actor.name, now);
    await recordAudit(tx, {
      actor,
      action: 'connection.channels',
      target: null,
      before: factsOf(before),
      after: factsOf(after),
      ...(reason !== undefined && { details: { reason } }),
      now,
    });
  });
  return getChannels(db, now);
}

function factsOf({ enabled, tag }: ChannelSettings) {
  return { ...enabled, attribute: tag.attribute, values: { ...tag.values } };
}
