import type { SourceTest } from '#lib/contract/sources/source-run';

/** A device of a test, as its check-in would be. */
export interface PreviewRow {
  /** Two records may have one id */
  key: string;
  externalId: string;
  name: string;
  os: string | null;
  osVersion: string | null;
  user: string | null;
  violations: string[];
  azureId: string | null;
  errors: SourceTest['notes'][number]['errors'];
  warnings: SourceTest['notes'][number]['warnings'];
  checkIn: Record<string, unknown>;
  /** What it was made of; null: not known */
  native: Pick<SourceTest['records'][number], 'record' | 'cut'> | null;
}

/** What a mapping of an admin's own makes may have any shape. */
export function previewOf({ devices, notes, records }: SourceTest): PreviewRow[] {
  return devices.map((checkIn, index) => {
    const device = record(checkIn.device);
    const violations = Array.isArray(checkIn.violations) ? checkIn.violations : [];
    const externalId = text(checkIn.externalId) ?? String(index + 1);
    return {
      key: String(index),
      externalId,
      name: text(device.name) ?? externalId,
      os: text(device.os),
      osVersion: text(device.osVersion),
      user: text(record(checkIn.user).principalName) ?? text(record(checkIn.user).displayName),
      violations: violations.flatMap((violation) => text(record(violation).policy) ?? []),
      azureId: text(record(checkIn.azure).deviceId),
      errors: notes[index]?.errors ?? [],
      warnings: notes[index]?.warnings ?? [],
      checkIn,
      native: records[index] ?? null,
    };
  });
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
