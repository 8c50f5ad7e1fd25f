import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deviceSentinels, sentinelOfId } from '../sentinels.ts';

const statements = {
  register: `INSERT INTO entra_device (id, name, is_compliant, is_managed, os, os_version, user_id, last_check_in,
      last_update, message_id, no_state, no_management)
    SELECT :id, :name, 0, 0, '', '', '', :at, 0, '', 1, 1
    WHERE NOT EXISTS (SELECT 1 FROM gone_device WHERE id = :id) ON CONFLICT (id) DO NOTHING`,
  addGone: 'INSERT INTO gone_device VALUES (?) ON CONFLICT (id) DO NOTHING',
  removeGone: 'DELETE FROM gone_device WHERE id = ?',
  setFacts: `UPDATE entra_device SET name = coalesce(:name, name), os = coalesce(:os, os),
    trust_type = coalesce(:trustType, trust_type) WHERE id = :id`,
  // RFC 7396: null takes a property away
  setAttributes: `UPDATE entra_device SET extension_attributes = json_patch(extension_attributes, :attributes)
    WHERE id = :id`,
  countWrite: 'UPDATE entra_device SET writes = writes + 1 WHERE id = ?',
  setSettled: 'UPDATE entra_device SET settled_at = :at WHERE id = :id',
  forgetWrite: 'DELETE FROM message WHERE rowid = ?',
} as const;

/** Of `extensionAttribute1` … `extensionAttribute15`; null: cleared. */
export type ExtensionAttributes = Record<string, string | null>;

/** As if another than us had written it */
export interface DeviceChange {
  /** Null: Entra knows no compliance of it */
  isCompliant?: boolean | null | undefined;
  isManaged?: boolean | undefined;
  enabled?: boolean | undefined;
  /** ISO 8601; null: never */
  complianceExpiresAt?: string | null | undefined;
}

export interface ObjectFacts {
  displayName?: string | undefined;
  operatingSystem?: string | undefined;
  /** Null: none */
  trustType?: string | null | undefined;
}

/** What Entra knows of device objects besides what messages report: part of the sandbox's store. Ids in lower case. */
export class DeviceObjects {
  private readonly prepared: Record<keyof typeof statements, StatementSync>;

  constructor(db: DatabaseSync) {
    const entries = Object.entries(statements).map(([name, sql]) => [name, db.prepare(sql)]);
    this.prepared = Object.fromEntries(entries) as Record<keyof typeof statements, StatementSync>;
  }

  /** The object exists from now on, unless it does already, was deleted, or its id says that it never does. */
  register(id: string, at: number): void {
    const sentinel = sentinelOfId(id);
    if (sentinel === 'notInEntra') return;
    const name = ['Device', id.slice(0, 8), sentinel === null ? '' : deviceSentinels[sentinel]];
    this.prepared.register.run({ id, name: name.join(' ').trim(), at });
  }

  /** Only a message, or an order, brings it back. */
  setGone(id: string): void {
    this.prepared.addGone.run(id);
  }

  unsetGone(id: string): void {
    this.prepared.removeGone.run(id);
  }

  setFacts(id: string, { displayName, operatingSystem, trustType }: ObjectFacts): void {
    const noTrust = trustType === null ? '' : null;
    this.prepared.setFacts.run({
      id,
      name: displayName ?? null,
      os: operatingSystem ?? null,
      trustType: trustType ?? noTrust,
    });
  }

  setAttributes(id: string, attributes: ExtensionAttributes): void {
    this.prepared.setAttributes.run({ id, attributes: JSON.stringify(attributes) });
  }

  countWrite(id: string): void {
    this.prepared.countWrite.run(id);
  }

  /** Flags of it settled just now. */
  setSettled(id: string, at: number): void {
    this.prepared.setSettled.run({ id, at });
  }

  /** A write is no message: what it did is all that is kept. */
  forgetWrite(rowid: number): void {
    this.prepared.forgetWrite.run(rowid);
  }
}
