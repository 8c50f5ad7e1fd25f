import { objectIdOf } from '../guid.ts';
import type { Sandbox } from '../sandbox-context.ts';
import type { DeviceRow } from '../sandbox-store.ts';
import { hasSentinel } from '../sentinels.ts';

/** Without it Graph leaves isCompliant and isManaged null. */
const flagsRole = 'DeviceManagementManagedDevices.Read.All';
/** So long Entra takes to follow for a device that is slow by its name: longer than it is asked again quickly. */
const slowMs = 10 * 60_000;
const day = 86_400_000;

/** What Entra believes, as far as the app may read it. */
function flagsOf(
  sandbox: Sandbox,
  row: DeviceRow,
): { isCompliant: boolean | null; isManaged: boolean | null } {
  if (sandbox.blind || sandbox.revokedRoles.has(flagsRole)) return { isCompliant: null, isManaged: null };
  const isManaged = row.no_management === 1 ? null : row.is_managed === 1;
  if (row.no_state === 1 || hasSentinel(row.name, 'noState')) return { isCompliant: null, isManaged };
  const isLate = hasSentinel(row.name, 'slow') && sandbox.clock() < row.settled_at + slowMs;
  return { isCompliant: (row.is_compliant === 1) !== isLate, isManaged };
}

function expiryOf(row: DeviceRow): string | null {
  const expired = hasSentinel(row.name, 'expired') ? row.settled_at - day : null;
  const at = row.expires_at ?? expired;
  return at === null ? null : new Date(at).toISOString();
}

/** A device as Graph shows it to the app. `select`: null: all properties that are played */
export function describeDevice(
  sandbox: Sandbox,
  row: DeviceRow,
  select: string | null,
): Record<string, unknown> {
  const all: Record<string, unknown> = {
    id: objectIdOf(row.id),
    deviceId: row.id,
    displayName: row.name,
    ...flagsOf(sandbox, row),
    accountEnabled: row.enabled === 1 && !hasSentinel(row.name, 'disabled'),
    approximateLastSignInDateTime: new Date(row.last_check_in).toISOString(),
    complianceExpirationDateTime: expiryOf(row),
    operatingSystem: row.os === '' ? null : row.os,
    operatingSystemVersion: row.os_version === '' ? null : row.os_version,
    trustType: trustTypeOf(row),
    extensionAttributes: attributesOf(row),
  };
  if (select === null) return all;
  return Object.fromEntries(select.split(',').map((name) => [name.trim(), all[name.trim()] ?? null]));
}

/** A phone that is merely registered, and a Windows device that is joined, are the usual ones. */
export function trustTypeOf({ trust_type, os }: DeviceRow): string | null {
  if (trust_type !== null) return trust_type === '' ? null : trust_type;
  return os === 'Windows' ? 'AzureAd' : 'Workplace';
}

function attributesOf(row: DeviceRow): Record<string, string | null> {
  const set = JSON.parse(row.extension_attributes) as Record<string, string>;
  const names = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);
  return Object.fromEntries(names.map((name) => [name, set[name] ?? null]));
}
