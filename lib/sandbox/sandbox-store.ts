import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ChangedDevices } from './changed-devices.ts';
import { type DeviceChange, DeviceObjects } from './graph/device-objects.ts';
import { laterColumns, moveOldDevices, schema, statements } from './sandbox-sql.ts';
import type { ReportedDevice } from './upload-message.ts';

export interface MessageRow {
  rowid: number;
  id: string;
  hash: string;
  devices: string;
  status: 'Pending' | 'Completed' | 'Failed';
  outcome: 'Completed' | 'Failed';
  error_code: string | null;
  error_detail: string | null;
}

export type DueMessage = Pick<MessageRow, 'rowid' | 'id' | 'hash' | 'outcome' | 'devices'>;

export interface DeviceRow {
  id: string;
  name: string;
  is_compliant: number;
  is_managed: number;
  os: string;
  os_version: string;
  user_id: string;
  last_check_in: number;
  last_update: number;
  message_id: string;
  /** Entra's `accountEnabled` */
  enabled: number;
  /** 1: Entra knows no compliance of it */
  no_state: number;
  expires_at: number | null;
  settled_at: number;
  /** 1: Entra knows no management of it */
  no_management: number;
  /** Null: what is usual for its system */
  trust_type: string | null;
  /** JSON object of those that are set */
  extension_attributes: string;
  /** How often its object was written with PATCH */
  writes: number;
}

export interface BreachRow {
  id: number;
  at: number;
  kind: string;
  detail: string;
  message_id: string | null;
}

export interface NewMessage {
  id: string;
  hash: string;
  devices: string;
  receivedAt: number;
  /** ms since 1970; null: it never settles */
  settlesAt: number | null;
  outcome: 'Completed' | 'Failed';
  errorCode: string | null;
  errorDetail: string | null;
}

/** What the sandbox remembers, in one SQLite file (or `:memory:`). All times in ms since 1970. */
export class SandboxStore {
  /** Devices that changed since the start, for `devices/delta` */
  readonly changes = new ChangedDevices();
  private readonly db: DatabaseSync;
  private readonly prepared: Record<keyof typeof statements, StatementSync>;
  readonly objects: DeviceObjects;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.db.exec(schema);
    const isOld = this.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'device'").get() !== undefined;
    if (isOld) this.transact(() => this.db.exec(moveOldDevices));
    this.addLaterColumns();
    const entries = Object.entries(statements).map(([name, sql]) => [name, this.db.prepare(sql)]);
    this.prepared = Object.fromEntries(entries) as Record<keyof typeof statements, StatementSync>;
    this.objects = new DeviceObjects(this.db);
  }

  private addLaterColumns(): void {
    const known = this.db.prepare("SELECT name FROM pragma_table_info('entra_device')").all();
    const names = new Set(known.map(({ name }) => name));
    for (const column of laterColumns) {
      if (!names.has(column.split(' ')[0] ?? ''))
        this.db.exec(`ALTER TABLE entra_device ADD COLUMN ${column}`);
    }
  }

  close(): void {
    this.db.close();
  }

  transact<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The key that signs tokens; kept, so that tokens outlive a restart. */
  signingKey(): Buffer {
    const kept = this.setting('signing_key');
    if (kept !== null) return Buffer.from(kept, 'hex');
    const made = randomBytes(32);
    this.setSetting('signing_key', made.toString('hex'));
    return made;
  }

  setting(name: string): string | null {
    const row = this.prepared.getSetting.get(name) as { value: string } | undefined;
    return row?.value ?? null;
  }

  setSetting(name: string, value: string): void {
    this.prepared.setSetting.run(name, value);
  }

  message(id: string): MessageRow | null {
    return (this.prepared.getMessage.get(id) as unknown as MessageRow | undefined) ?? null;
  }

  addMessage(message: NewMessage): void {
    this.prepared.addMessage.run({ ...message });
  }

  /** Messages whose time has come, oldest first. */
  dueMessages(now: number, limit: number): DueMessage[] {
    return this.prepared.dueMessages.all(now, limit) as unknown as DueMessage[];
  }

  /** Null: unknown, settled, or not due yet. */
  dueMessage(id: string, now: number): DueMessage | null {
    return (this.prepared.dueMessage.get(id, now) as unknown as DueMessage | undefined) ?? null;
  }

  /** The messages that Entra will learn from, but has not yet. */
  pendingMessages(): Pick<MessageRow, 'id' | 'devices'>[] {
    return this.prepared.pendingMessages.all() as unknown as MessageRow[];
  }

  settleMessage(rowid: number): void {
    this.prepared.settleMessage.run(rowid);
  }

  messageCounts(): Record<string, number> {
    const rows = this.prepared.countMessages.all() as unknown as { status: string; count: number }[];
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** Writes what Entra now shows; an older LastUpdateTime never overwrites a newer one. `settledAt`: ms since 1970. */
  putDevice(device: ReportedDevice, messageId: string, settledAt: number): void {
    this.changes.note(device.deviceId);
    this.prepared.putDevice.run({
      id: device.deviceId,
      name: device.name,
      isCompliant: Number(device.isCompliant),
      isManaged: Number(device.isManaged),
      os: device.os,
      osVersion: device.osVersion,
      userId: device.userId,
      lastCheckIn: device.lastCheckIn,
      lastUpdate: device.lastUpdate,
      messageId,
      settledAt,
    });
  }

  device(id: string): DeviceRow | null {
    return (this.prepared.getDevice.get(id) as unknown as DeviceRow | undefined) ?? null;
  }

  /** What Entra shows changes, as if another than us had written it. False: no such device. */
  changeDevice(id: string, change: DeviceChange): boolean {
    const { isCompliant, isManaged, enabled, complianceExpiresAt } = change;
    const flag = (value: boolean | null | undefined) => (typeof value === 'boolean' ? Number(value) : null);
    const written = {
      id,
      isCompliant: flag(isCompliant),
      isManaged: flag(isManaged),
      enabled: flag(enabled),
      noState: isCompliant === undefined ? null : Number(isCompliant === null),
      setsExpiry: Number(complianceExpiresAt !== undefined),
      expiresAt: typeof complianceExpiresAt === 'string' ? Date.parse(complianceExpiresAt) : null,
    };
    this.changes.note(id);
    return Number(this.prepared.changeDevice.run(written).changes) > 0;
  }

  /** False: there was none. */
  deleteDevice(id: string): boolean {
    this.changes.note(id);
    return Number(this.prepared.deleteDevice.run(id).changes) > 0;
  }

  devicesAfter(id: string, limit: number): DeviceRow[] {
    return this.prepared.listDevices.all(id, limit) as unknown as DeviceRow[];
  }

  /** `userId`: in lower case */
  devicesOfUser(userId: string): DeviceRow[] {
    return this.prepared.devicesOfUser.all({ userId }) as unknown as DeviceRow[];
  }

  deviceCounts(): { total: number; compliant: number; managed: number } {
    const row = this.prepared.countDevices.get() as unknown as ReturnType<SandboxStore['deviceCounts']>;
    return { ...row };
  }

  /** The newest LastUpdateTime among the accepted messages of a device; null: none. */
  clockOf(deviceId: string): number | null {
    const row = this.prepared.getClock.get(deviceId) as { last_update: number } | undefined;
    return row?.last_update ?? null;
  }

  /** False: the time is not newer than the newest one known. */
  advanceClock(deviceId: string, lastUpdate: number): boolean {
    return Number(this.prepared.setClock.run(deviceId, lastUpdate).changes) > 0;
  }

  addBreach(at: number, kind: string, detail: string, messageId: string | null): void {
    this.prepared.addBreach.run(at, kind, detail.slice(0, 500), messageId);
  }

  breachesAfter(id: number, limit: number): BreachRow[] {
    return this.prepared.listBreaches.all(id, limit) as unknown as BreachRow[];
  }

  breachCount(): number {
    return (this.prepared.countBreaches.get() as { count: number }).count;
  }
}
