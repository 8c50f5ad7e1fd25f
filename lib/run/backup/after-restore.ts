import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { commandLine } from '#lib/domain/people/actor';
import type { AuditAction } from '#lib/domain/people/audit-event';
import type { Manifest } from './backup-format.ts';

/** Noted in what a restore ends. */
const restored = 'restored';

/**
 * What was under way when the backup was made may have happened since, and whatever it brings back may be older than what Entra has.
 * So nothing of it is done again, and every device waits until Entra was read. `$1`: now.
 */
const steps: readonly string[] = [
  // Messages: those that were taken are settled at Microsoft, the others are older than what has been sent since.
  `UPDATE uploads SET status = 'failed', settled_at = $1, error_code = '${restored}'
   WHERE status IN ('preparing', 'sending', 'sent')`,
  `UPDATE reports SET status = 'superseded', settled_at = $1 WHERE status IN ('queued', 'in_progress')`,
  `UPDATE devices d SET (azure_compliance_status, last_report_id) = (
     SELECT r.status::text::azure_compliance_status, r.id FROM reports r
     WHERE r.device_id = d.id AND r.status IN ('successful', 'failed') AND NOT r.withdrawal AND NOT r.follow_up
     ORDER BY r.state_version DESC, r.created_at DESC, r.id DESC LIMIT 1)
   WHERE d.azure_compliance_status = 'in_progress'`,
  // Devices without an Azure id have nothing to be asked about.
  `UPDATE devices SET restored_at = $1,
     restored_agrees = CASE WHEN azure_device_id IS NULL OR entra_deleted_at IS NOT NULL THEN false END,
     report_due_at = NULL, due_trigger = NULL, due_priority = 0`,
  // A feed that was silent only because nothing was heard of it keeps its Azure ids for another while.
  `UPDATE azure_ids SET review_at = greatest(review_at, $1::timestamptz + interval '7 days') WHERE review_at IS NOT NULL`,
  `UPDATE walks SET finished_at = $1 WHERE name IN ('resync', 'read_back') AND started_at IS NOT NULL AND finished_at IS NULL`,
  `UPDATE entra_delta SET lease = NULL, leased_until = NULL`,
  `UPDATE bulk_items SET outcome = 'cancelled', reason = NULL WHERE outcome IN ('waiting', 'under_way')`,
  `UPDATE bulk_actions SET cancelled = total - successful - failed - not_possible, under_way = 0, finished_at = $1,
     cancelled_at = coalesce(cancelled_at, $1), cancelled_by = coalesce(cancelled_by, 'npm run restore')
   WHERE finished_at IS NULL`,
  `UPDATE source_runs SET state = 'failed', ended_at = $1, cancelled_at = $1, cancelled_by = 'npm run restore', lease = NULL,
     lease_until = NULL, resume_at = NULL, problem_code = 'cancelled', problem_message = '', problem_status = NULL
   WHERE state = 'running'`,
  'DELETE FROM source_run_pages',
  // Most of these have been delivered since. An admin can have one sent again.
  `INSERT INTO alert_attempts (delivery_id, number, at, error)
   SELECT id, attempts + 1, $1, 'not sent after a restore from a backup' FROM alert_deliveries WHERE state = 'waiting'`,
  `UPDATE alert_deliveries SET state = 'failed', settled_at = $1, attempts = attempts + 1 WHERE state = 'waiting'`,
  'DELETE FROM alert_changes',
  // Microsoft's wish to hear everything again from before now may have been fulfilled.
  `UPDATE connection SET restored_at = $1, restored_read_at = NULL, restored_read = 0, resync_obeyed = $1, throttled_until = NULL,
     graph_throttled_until = NULL, graph_busy_until = NULL, graph_writes_until = NULL, probe_after = NULL, worker_seen_at = NULL,
     restored_devices = (SELECT count(*) FROM devices WHERE restored_agrees IS NULL)`,
];

export interface RestoredKey {
  name: string;
  lookup: string;
  scopes: string[];
  feed: string | null;
}

/** Makes what was loaded safe to start with, in the caller's transaction, and notes the restore in the audit log. */
export async function settleAfterRestore(client: Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ now: Date }>("SELECT date_trunc('milliseconds', now()) AS now");
  const now = rows[0]?.now ?? new Date();
  for (const step of steps) await client.query(step, step.includes('$1') ? [now] : []);
  await client.query('UPDATE connection SET restored_backup_at = $1', [manifest.takenAt]);
  const details = { backupAt: manifest.takenAt, tenkoVersion: manifest.tenkoVersion };
  await client.query(
    `INSERT INTO audit_events (id, at, actor_kind, actor_name, action, details) VALUES ($1, $2, $3, $4, $5, $6)`,
    [uuidv7(), now, commandLine.kind, commandLine.name, 'database.restore' satisfies AuditAction, details],
  );
}

/** The keys that are valid again, also those that were revoked since the backup. */
export async function readRestoredKeys(client: Client): Promise<RestoredKey[]> {
  const { rows } = await client.query<RestoredKey>(
    `SELECT name, lookup, scopes::text[] AS scopes, feed FROM api_keys
     WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at, id`,
  );
  return rows;
}
