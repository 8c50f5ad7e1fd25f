/** Of `entra_device`; older files lack them. */
export const laterColumns = [
  'enabled INTEGER NOT NULL DEFAULT 1',
  'no_state INTEGER NOT NULL DEFAULT 0',
  'expires_at INTEGER',
  'settled_at INTEGER NOT NULL DEFAULT 0',
  'no_management INTEGER NOT NULL DEFAULT 0',
  'trust_type TEXT',
  "extension_attributes TEXT NOT NULL DEFAULT '{}'",
  'writes INTEGER NOT NULL DEFAULT 0',
] as const;

/** Random ids touch pages all over: a long log writes each page back once, not once for every message. */
export const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 16000;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, devices TEXT NOT NULL, received_at INTEGER NOT NULL,
    settles_at INTEGER, status TEXT NOT NULL, outcome TEXT NOT NULL, error_code TEXT, error_detail TEXT
  );
  CREATE INDEX IF NOT EXISTS message_due ON message (settles_at) WHERE status = 'Pending';
  CREATE TABLE IF NOT EXISTS entra_device (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, is_compliant INTEGER NOT NULL,
    is_managed INTEGER NOT NULL, os TEXT NOT NULL, os_version TEXT NOT NULL, user_id TEXT NOT NULL,
    last_check_in INTEGER NOT NULL, last_update INTEGER NOT NULL, message_id TEXT NOT NULL,
    ${laterColumns.join(', ')}
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS device_clock (id TEXT PRIMARY KEY, last_update INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS gone_device (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS breach (at INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, message_id TEXT);
`;

/** Files of 0.1.0 keep their devices in a table with an index that cost as much as all else. */
export const moveOldDevices = `
  INSERT INTO entra_device (id, name, is_compliant, is_managed, os, os_version, user_id, last_check_in, last_update,
    message_id) SELECT id, name, is_compliant, is_managed, os, os_version, user_id, last_check_in,
    last_update, message_id FROM device;
  DROP TABLE device;
`;

export const statements = {
  getSetting: 'SELECT value FROM setting WHERE name = ?',
  setSetting: 'INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  getMessage: 'SELECT * FROM message WHERE id = ?',
  addMessage: `INSERT INTO message VALUES (:id, :hash, :devices, :receivedAt, :settlesAt, 'Pending', :outcome,
    :errorCode, :errorDetail)`,
  dueMessages: `SELECT rowid, id, hash, outcome, devices FROM message
    WHERE status = 'Pending' AND settles_at <= ? ORDER BY settles_at, rowid LIMIT ?`,
  dueMessage: `SELECT rowid, id, hash, outcome, devices FROM message
    WHERE id = ? AND status = 'Pending' AND settles_at <= ?`,
  pendingMessages: `SELECT id, devices FROM message
    WHERE status = 'Pending' AND settles_at IS NOT NULL AND outcome = 'Completed'`,
  settleMessage: "UPDATE message SET status = outcome, devices = '' WHERE rowid = ?",
  countMessages: "SELECT status, count(*) AS count FROM message WHERE hash <> '' GROUP BY status",
  putDevice: `INSERT INTO entra_device (id, name, is_compliant, is_managed, os, os_version, user_id, last_check_in,
      last_update, message_id, settled_at)
    VALUES (:id, :name, :isCompliant, :isManaged, :os, :osVersion, :userId, :lastCheckIn, :lastUpdate, :messageId,
      :settledAt)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_compliant = excluded.is_compliant,
      is_managed = excluded.is_managed, os = excluded.os, os_version = excluded.os_version,
      user_id = excluded.user_id, last_check_in = excluded.last_check_in, last_update = excluded.last_update,
      message_id = excluded.message_id, settled_at = excluded.settled_at, no_state = 0, no_management = 0, expires_at = NULL
    WHERE excluded.last_update > entra_device.last_update`,
  getDevice: 'SELECT * FROM entra_device WHERE id = ?',
  changeDevice: `UPDATE entra_device SET is_compliant = coalesce(:isCompliant, is_compliant),
      is_managed = coalesce(:isManaged, is_managed),
      no_management = CASE WHEN :isManaged IS NULL THEN no_management ELSE 0 END, no_state = coalesce(:noState, no_state),
      enabled = coalesce(:enabled, enabled),
      expires_at = CASE WHEN :setsExpiry THEN :expiresAt ELSE expires_at END
    WHERE id = :id`,
  deleteDevice: 'DELETE FROM entra_device WHERE id = ?',
  listDevices: 'SELECT * FROM entra_device WHERE id > ? ORDER BY id LIMIT ?',
  devicesOfUser: `SELECT * FROM entra_device
    WHERE lower(user_id) = :userId OR (user_id = '' AND substr(id, 25) = substr(:userId, 25)) LIMIT 15`,
  countDevices: `SELECT count(*) AS total, total(is_compliant) AS compliant, total(is_managed) AS managed FROM entra_device`,
  getClock: 'SELECT last_update FROM device_clock WHERE id = ?',
  setClock: `INSERT INTO device_clock VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET last_update = excluded.last_update
    WHERE excluded.last_update > device_clock.last_update`,
  addBreach: 'INSERT INTO breach VALUES (?, ?, ?, ?)',
  listBreaches:
    'SELECT rowid AS id, at, kind, detail, message_id FROM breach WHERE rowid > ? ORDER BY rowid LIMIT ?',
  countBreaches: 'SELECT count(*) AS count FROM breach',
} as const;
