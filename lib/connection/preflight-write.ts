import { TimeoutError, withTimeout } from 'es-toolkit';
import {
  readChannelGate,
  setChannelHealthy,
  setChannelUnhealthy,
  setWritesThrottled,
  takeWrites,
} from '#lib/db/connection/channels';
import { findWrittenDevices, lockWrittenDevice, type WrittenDevice } from '#lib/db/connection/preflight';
import type { Database } from '#lib/db/core/database';
import { writeRole } from '#lib/domain/azure/app-roles';
import {
  AzureError,
  type AzureErrorFacts,
  type AzureGateway,
  type CallTrace,
} from '#lib/domain/azure/azure-gateway';
import type { DeviceWriteResult } from '#lib/domain/azure/device-writes';
import { flagsOfVerdict } from '#lib/domain/devices/verdict';
import { type Finding, failure } from './preflight-steps.ts';

/** How many of the last devices that Tenko wrote are asked about, to find one that Entra still shows so. */
const mostAsked = 5;
/** Nobody may report the device meanwhile, and check-ins of it may wait: not for as long as Microsoft might let us. */
const longestWriteMs = 5000;
/** Where Graph names no time */
const throttlePauseMs = 10_000;

const noDevice: Finding = { status: 'skipped', code: 'no_device_to_write' };

export interface WriteCheck {
  db: Database;
  gateway: AzureGateway;
  /** How fast devices in Entra may be written, all processes together */
  graphWrites: { perSecond: number; burst: number };
  /** App roles in the token; null: they cannot be read */
  roles: readonly string[] | null;
  now: Date;
}

/**
 * Writes to one Windows device what Entra already shows of it. Only where Tenko wrote last, and Entra shows just that: what
 * somebody else wrote is left alone. Whether an app without approval may write is documented nowhere:
 * https://learn.microsoft.com/graph/api/device-update
 */
export async function checkWrite(asked: WriteCheck): Promise<Finding> {
  const { db, graphWrites } = asked;
  const device = await findUnchanged(asked);
  if (device === null) return noDevice;
  const { throttledMs } = await readChannelGate(db.pool, 'windows');
  if (throttledMs > 0 || (await takeWrites(db.pool, 1, graphWrites)) > 0) return throttledFinding();
  const finding = await tryWrite(asked, device);
  return finding === noDevice ? finding : { ...finding, deviceId: device.id };
}

async function tryWrite(asked: WriteCheck, device: WrittenDevice): Promise<Finding> {
  const { db, gateway } = asked;
  const flags = flagsOfVerdict[device.verdict];
  try {
    const written = await db.transaction(async (tx) => {
      if (!(await lockWrittenDevice(tx, device))) return null;
      return withTimeout(
        () => gateway.writeDevices([{ azureDeviceId: device.azureDeviceId, flags }]),
        longestWriteMs,
      );
    });
    const result = written?.results[0];
    return result === undefined ? noDevice : await judge(asked, result, written?.trace);
  } catch (error) {
    if (error instanceof TimeoutError) return { status: 'failed', code: 'timeout' };
    if (error instanceof AzureError) return { trace: error.facts.trace, ...(await judgeError(asked, error)) };
    throw error;
  }
}

/** One of the last devices that Tenko wrote, of which Entra now shows what was written. */
async function findUnchanged({ db, gateway }: WriteCheck): Promise<WrittenDevice | null> {
  const written = await findWrittenDevices(db.pool, gateway.tenantId, mostAsked);
  if (written.length === 0) return null;
  const { devices } = await gateway.readDevices(written.map(({ azureDeviceId }) => azureDeviceId));
  const shown = new Map(devices.map((device) => [device.azureDeviceId.toLowerCase(), device]));
  const isUnchanged = ({ azureDeviceId, verdict }: WrittenDevice) => {
    const { isCompliant, isManaged } = shown.get(azureDeviceId) ?? {};
    return (
      isCompliant === flagsOfVerdict[verdict].isCompliant && isManaged === flagsOfVerdict[verdict].isManaged
    );
  };
  return written.find(isUnchanged) ?? null;
}

/** What the result says, kept for the channel as the engine keeps its own. */
async function judge(
  asked: WriteCheck,
  result: DeviceWriteResult,
  trace: CallTrace | undefined,
): Promise<Finding> {
  const { db, now } = asked;
  switch (result.outcome) {
    case 'written':
      await setChannelHealthy(db.pool, 'windows', now);
      return { status: 'ok', trace };
    case 'not_in_entra':
      return noDevice;
    case 'throttled':
      await setWritesThrottled(db.pool, result.retryAfterMs ?? throttlePauseMs);
      return { ...throttledFinding(), trace };
    case 'forbidden':
      return { ...(await forbidden(asked, result)), trace };
    case 'refused':
      return { status: 'failed', code: 'write_refused', detail: wordsOf(result), trace };
    case 'passing':
      return { status: 'failed', code: 'write_unclear', detail: wordsOf(result), trace };
  }
}

async function judgeError(asked: WriteCheck, { facts }: AzureError): Promise<Finding> {
  const { kind, code, detail, permission } = facts;
  if (kind === 'throttled') {
    await setWritesThrottled(asked.db.pool, facts.retryAfterMs ?? throttlePauseMs);
    return throttledFinding();
  }
  if (kind !== 'forbidden' || permission === undefined) return failure(facts);
  return forbidden(asked, { code, detail, permission });
}

/** Refused although the token holds the permission: then the app is not one that may write. */
async function forbidden(
  { db, roles, now }: WriteCheck,
  { code, detail, permission }: Pick<AzureErrorFacts, 'code'> & { detail: string | null; permission: string },
): Promise<Finding> {
  await setChannelUnhealthy(db.pool, 'windows', { code: 'permission_missing', detail: permission }, now);
  const found = { status: 'failed' as const, detail: wordsOf({ code, detail }) };
  if (roles === null) return { ...found, code: 'write_permission_or_app', permissions: [permission] };
  if (roles.includes(writeRole)) return { ...found, code: 'write_not_allowed' };
  return { ...found, code: 'permission_missing', permissions: [permission] };
}

function throttledFinding(): Finding {
  return { status: 'warning', code: 'writes_throttled' };
}

function wordsOf({ code, detail }: { code: string; detail: string | null }): string {
  return detail === null ? code : `${code}: ${detail}`;
}
