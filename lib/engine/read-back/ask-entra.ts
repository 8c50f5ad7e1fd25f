import { readChannelSettings } from '#lib/db/connection/channels';
import {
  type DeviceToRead,
  type EntraReading,
  reportDriftOnce,
  storeEntraReadings,
} from '#lib/db/connection/entra-readings';
import { settleRestored } from '#lib/db/connection/restored-devices';
import type { Transaction } from '#lib/db/core/prisma';
import { AzureError, type EntraDevice } from '#lib/domain/azure/azure-gateway';
import { differsFromEntra, driftSinceOf, tagDiffers } from '#lib/domain/devices/drift';
import { entraProblemOf } from '#lib/domain/devices/entra-problem';
import { type EntraTag, readTag, type TagSettings } from '#lib/domain/devices/tag';
import { noteAzureError, noteGraphLoad } from '../connection-health.ts';
import type { Engine } from '../engine.ts';

/** What asking Entra needs of the engine, so that a web process can ask too */
export type Asking = Pick<Engine, 'db' | 'gateway' | 'clock' | 'log'> & {
  settings: Pick<Engine['settings'], 'driftGraceMs' | 'outageGraceMs'>;
};

/** Asks Entra about devices and judges its answers, at the current time. Throws AzureError. */
export async function askEntra(asking: Asking, devices: readonly DeviceToRead[]): Promise<EntraReading[]> {
  const byTag = devices.some(({ channel }) => channel === 'tag');
  const tag = byTag ? (await readChannelSettings(asking.db.pool)).tag : null;
  const answers = await readAnswers(asking, devices, byTag);
  const now = asking.clock();
  return devices.map((device) => readingOf(asking, { device, tag }, answers, now));
}

/** Within a transaction: stores what was read. Devices that drift are reported again, once. */
export async function keepReadings(
  tx: Transaction,
  readings: readonly EntraReading[],
  now: Date,
): Promise<void> {
  const drifting = readings.filter(({ driftSince }) => driftSince !== null).map(({ id }) => id);
  // First: where Entra agrees with what a backup brought back, that counts as confirmed from now on.
  await settleRestored(tx, readings, now);
  await storeEntraReadings(tx, readings, now);
  await reportDriftOnce(tx, drifting, now);
}

interface EntraAnswers {
  /** By Azure device id in lower case */
  devices: Map<string, EntraDevice>;
  /** The app may not read the flags of any device */
  blind: boolean;
}

/** Null: the app may not read devices. Reporting continues without it. */
async function readAnswers(
  asking: Asking,
  asked: readonly DeviceToRead[],
  tags: boolean,
): Promise<EntraAnswers | null> {
  try {
    const { devices, load, blind } = await asking.gateway.readDevices(
      asked.map(({ azureDeviceId }) => azureDeviceId),
      { tags },
    );
    await noteGraphLoad(asking, load);
    const byId = new Map(devices.map((device) => [device.azureDeviceId.toLowerCase(), device]));
    return { devices: byId, blind };
  } catch (error) {
    await noteAzureError(asking, error, { service: 'graph', step: 'read_devices' });
    if (error instanceof AzureError && error.facts.kind === 'forbidden') return null;
    throw error;
  }
}

interface Asked {
  device: DeviceToRead;
  /** What the tag channel writes; null: none of the devices is in it */
  tag: TagSettings | null;
}

function readingOf(
  asking: Asking,
  { device: asked, tag: settings }: Asked,
  answers: EntraAnswers | null,
  now: Date,
): EntraReading {
  const restored = restoredOf({ device: asked, tag: settings }, answers);
  // What holds in Entra is as good as confirmed.
  const device = restored?.agrees ? { ...asked, reportedVerdict: asked.verdict } : asked;
  const { id, azureDeviceId, reportedVerdict, channel } = device;
  const compared = { id, azureDeviceId, reportedVerdict, channel, restored };
  const blank = {
    isCompliant: null,
    isManaged: null,
    enabled: null,
    complianceExpiresAt: null,
    differsSince: null,
    driftSince: null,
    tagState: null,
    tagValue: null,
    tagEvaluated: null,
  };
  if (answers === null) return { ...compared, ...blank, problem: 'no_permission' };
  const entra = answers.devices.get(azureDeviceId.toLowerCase());
  const byTag = channel === 'tag' && settings !== null;
  const tag = byTag && entra !== undefined ? readTag(entra, settings) : null;
  // What Microsoft confirmed before a backup may not be the last that it confirmed: Entra differs from nothing that is known.
  const isUnsure = restored !== null && !restored.agrees;
  const differs = entra !== undefined && !isUnsure && differsFrom(device, entra, tag);
  const differsSince = differs ? (device.entraDiffersSince ?? now) : null;
  const driftSince = driftSinceOf(differsSince, now, asking.settings.driftGraceMs);
  const facts = { reported: reportedVerdict, entra, differs, drifting: driftSince !== null };
  // Where a device is hybrid joined, its tag counts whatever its flags are.
  const blind = answers.blind && tag?.evaluated !== true;
  const problem = entraProblemOf({ ...facts, blind, byTag }, now);
  if (entra === undefined) return { ...compared, ...blank, problem };
  const { isCompliant, isManaged, enabled, complianceExpiresAt } = entra;
  const answer = { isCompliant, isManaged, enabled, complianceExpiresAt };
  const tagged = {
    tagState: tag?.state ?? null,
    tagValue: tag?.value ?? null,
    tagEvaluated: tag?.evaluated ?? null,
  };
  return { ...compared, ...answer, ...tagged, problem, differsSince, driftSince };
}

/** Whether Entra is known to say the same as the verdict of a device that was restored; null: it was not. */
function restoredOf(
  { device, tag: settings }: Asked,
  answers: EntraAnswers | null,
): EntraReading['restored'] {
  const { restoredAt, verdict, channel, azureDeviceId } = device;
  if (restoredAt === null) return null;
  const entra = answers?.devices.get(azureDeviceId.toLowerCase());
  if (answers === null || entra === undefined) return { verdict, agrees: false };
  if (channel === 'tag') {
    const agrees = settings !== null && !tagDiffers(verdict, readTag(entra, settings).state);
    return { verdict, agrees };
  }
  const isKnown = !answers.blind && entra.isCompliant !== null && entra.isManaged !== null;
  return { verdict, agrees: isKnown && !differsFromEntra(verdict, entra) };
}

function differsFrom(device: DeviceToRead, entra: EntraDevice, tag: EntraTag | null): boolean {
  if (tag === null) return !device.onlyTagged && differsFromEntra(device.reportedVerdict, entra);
  return device.tagged && tagDiffers(device.reportedVerdict, tag.state);
}
