import type { ChannelSettings } from '#lib/db/connection/channels';
import type { DeviceWrite, TaggableDevice } from '#lib/domain/azure/device-writes';
import type { GraphChannel } from '#lib/domain/devices/channel';
import { type OwnTagValues, tagStateFor, writeTag } from '#lib/domain/devices/tag';
import { flagsOfVerdict } from '#lib/domain/devices/verdict';
import type { DroppedReports, ReportToTell } from '../send/reports-to-tell.ts';

/** What the tag channel has to know before it writes: what Entra's objects hold now, and which of it is ours. */
export interface TagsRead {
  settings: ChannelSettings['tag'];
  own: OwnTagValues;
  /** The Azure ids that were asked about */
  asked: ReadonlySet<string>;
  /** Absent: Entra does not know the device */
  devices: ReadonlyMap<string, TaggableDevice>;
}

/** A report of a batch, and what is written for it. */
export interface PlannedWrite {
  report: ReportToTell;
  write: DeviceWrite;
}

export interface WritePlan {
  writes: PlannedWrite[];
  failed: DroppedReports['failed'];
}

/**
 * What each report of a batch writes. `tags`: only of channel `tag`. A device whose Azure id changed since its tags were read is
 * in neither list: the next attempt reads them.
 */
export function planWrites(
  channel: GraphChannel,
  reports: readonly ReportToTell[],
  tags: TagsRead | null,
): WritePlan {
  const plan: WritePlan = { writes: [], failed: [] };
  if (channel === 'windows' || tags === null) {
    for (const report of reports) {
      const { azureDeviceId, verdict } = report;
      plan.writes.push({ report, write: { azureDeviceId, flags: flagsOfVerdict[verdict] } });
    }
    return plan;
  }
  for (const report of reports) {
    const { azureDeviceId } = report;
    if (!tags.asked.has(azureDeviceId)) continue;
    const device = tags.devices.get(azureDeviceId);
    const planned = device === undefined ? 'device_not_in_entra' : planTag(report, device, tags);
    if (planned === 'device_not_in_entra')
      plan.failed.push({ report, failure: { code: planned, detail: null } });
    else if ('foreign' in planned)
      plan.failed.push({ report, failure: { code: 'tag_foreign', detail: planned.foreign } });
    else plan.writes.push({ report, write: planned });
  }
  return plan;
}

function planTag(
  report: ReportToTell,
  { extensionAttributes }: TaggableDevice,
  { settings, own }: TagsRead,
): DeviceWrite | { foreign: string } {
  const { azureDeviceId, flagsChannel } = report;
  const state = tagFor(report);
  const written = writeTag(extensionAttributes, state, settings, own);
  if ('foreign' in written) return written;
  // What the Windows channel wrote before is kept in step; managed, so that Entra goes on evaluating the tag.
  const inStep = flagsChannel === 'windows' && state !== null;
  const flags = inStep ? { flags: { isCompliant: state === 'compliant', isManaged: true } } : {};
  return { azureDeviceId, ...flags, extensionAttributes: written.attributes };
}

/** A follow-up clears the tag of a device that left the channel, and repeats that of one that cannot be reported now. */
function tagFor({ followUp, channel, verdict, reportedVerdict }: ReportToTell) {
  if (!followUp) return tagStateFor(verdict);
  return channel === 'tag' && reportedVerdict !== null ? tagStateFor(reportedVerdict) : null;
}

/** Nothing of ours may be left. */
export function isClearing({ extensionAttributes }: DeviceWrite): boolean {
  return (
    extensionAttributes !== undefined && [...extensionAttributes.values()].every((value) => value === null)
  );
}

/** Nothing is to be cleared where nothing is set: such a write asks Microsoft for nothing. */
export function isEmptyWrite({ flags, extensionAttributes }: DeviceWrite): boolean {
  return flags === undefined && extensionAttributes?.size === 0;
}
