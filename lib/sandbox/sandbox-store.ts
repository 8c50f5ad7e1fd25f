import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { guidOf } from './guid.ts';
import type { ToldDevice } from './upload-message.ts';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -65536;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, devices TEXT NOT NULL, received_at INTEGER NOT NULL,
    settles_at INTEGER, status TEXT NOT NULL, outcome TEXT NOT NULL, error_code TEXT, error_detail TEXT
  );
  CREATE INDEX IF NOT EXISTS message_due ON message (settles_at) WHERE status = 'Pending';
  CREATE TABLE IF NOT EXISTS device (
    id TEXT PRIMARY KEY, object_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, is_compliant INTEGER NOT NULL,
    is_managed INTEGER NOT NULL, os TEXT NOT NULL, os_version TEXT NOT NULL, user_id TEXT NOT NULL,
    last_check_in INTEGER NOT NULL, last_update INTEGER NOT NULL, message_id TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS device_clock (id TEXT PRIMARY KEY, last_update INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS breach (at INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, message_id TEXT);
`;

const statements = {
  getSetting: 'SELECT value FROM setting WHERE name = ?',
  setSetting: 'INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  getMessage: 'SELECT * FROM message WHERE id = ?',
  addMessage: `INSERT INTO message VALUES (:id, :hash, :devices, :receivedAt, :settlesAt, 'Pending', :outcome,
    :errorCode, :errorDetail)`,
  dueMessages: `SELECT rowid, id, outcome, devices FROM message
    WHERE status = 'Pending' AND settles_at <= ? ORDER BY settles_at, rowid LIMIT 500`,
  settleMessage: "UPDATE message SET status = outcome, devices = '' WHERE rowid = ?",
  countMessages: 'SELECT status, count(*) AS count FROM message GROUP BY status',
  putDevice: `INSERT INTO device VALUES (:id, :objectId, :name, :isCompliant, :isManaged, :os, :osVersion, :userId,
      :lastCheckIn, :lastUpdate, :messageId)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_compliant = excluded.is_compliant,
      is_managed = excluded.is_managed, os = excluded.os, os_version = excluded.os_version,
      user_id = excluded.user_id, last_check_in = excluded.last_check_in, last_update = excluded.last_update,
      message_id = excluded.message_id
    WHERE excluded.last_update > device.last_update`,
  getDevice: 'SELECT * FROM device WHERE id = ?',
  deleteDevice: 'DELETE FROM device WHERE object_id = ?',
  listDevices: 'SELECT * FROM device WHERE id > ? ORDER BY id LIMIT ?',
  countDevices: `SELECT count(*) AS total, total(is_compliant) AS compliant, total(is_managed) AS managed FROM device`,
  getClock: 'SELECT last_update FROM device_clock WHERE id = ?',
  setClock: `INSERT INTO device_clock VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET last_update = max(last_update, excluded.last_update)`,
  addBreach: 'INSERT INTO breach VALUES (?, ?, ?, ?)',
  listBreaches:
    'SELECT rowid AS id, at, kind, detail, message_id FROM breach WHERE rowid > ? ORDER BY rowid LIMIT ?',
  countBreaches: 'SELECT count(*) AS count FROM breach',
} as const;

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

export interface DeviceRow {
  id: string;
  object_id: string;
  name: string;
  is_compliant: number;
  is_managed: number;
  os: string;
  os_version: string;
  user_id: string;
  last_check_in: number;
  last_update: number;
  message_id: string;
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
  private readonly db: DatabaseSync;
  private readonly prepared: Record<keyof typeof statements, StatementSync>;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.db.exec(schema);
    const entries = Object.entries(statements).map(([name, sql]) => [name, this.db.prepare(sql)]);
    this.prepared = Object.fromEntries(entries) as Record<keyof typeof statements, StatementSync>;
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

  /** At most 500 messages whose time has come, oldest first. */
  dueMessages(now: number): Pick<MessageRow, 'rowid' | 'id' | 'outcome' | 'devices'>[] {
    return this.prepared.dueMessages.all(now) as unknown as MessageRow[];
  }

  settleMessage(rowid: number): void {
    this.prepared.settleMessage.run(rowid);
  }

  messageCounts(): Record<string, number> {
    const rows = this.prepared.countMessages.all() as unknown as { status: string; count: number }[];
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** Writes what Entra now shows; an older LastUpdateTime never overwrites a newer one. */
  putDevice(device: ToldDevice, messageId: string): void {
    this.prepared.putDevice.run({
      id: device.deviceId,
      objectId: guidOf(`device object ${device.deviceId}`),
      name: device.name,
      isCompliant: Number(device.isCompliant),
      isManaged: Number(device.isManaged),
      os: device.os,
      osVersion: device.osVersion,
      userId: device.userId,
      lastCheckIn: device.lastCheckIn,
      lastUpdate: device.lastUpdate,
      messageId,
    });
  }

  device(id: string): DeviceRow | null {
    return (this.prepared.getDevice.get(id) as unknown as DeviceRow | undefined) ?? null;
  }

  /** False: there was none. */
  deleteDevice(objectId: string): boolean {
    return Number(this.prepared.deleteDevice.run(objectId).changes) > 0;
  }

  devicesAfter(id: string, limit: number): DeviceRow[] {
    return this.prepared.listDevices.all(id, limit) as unknown as DeviceRow[];
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

  advanceClock(deviceId: string, lastUpdate: number): void {
    this.prepared.setClock.run(deviceId, lastUpdate);
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
