import type { Pool } from 'pg';

/**
 * Devices that nothing would bring further, a line each. It holds at every moment: one statement sees the database
 * between two transactions, whatever is under way.
 */
export async function findForgottenChanges(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ what: string }>(`
    WITH device AS (
      SELECT d.external_id, d.azure_compliance_status AS shown, d.state_version, d.reported_version, d.due_trigger,
        d.management_state <> 'retired' AND d.azure_device_id IS NOT NULL AND d.azure_id_taken_by IS NULL AND d.channel <> 'none'
          AND (d.client_status_code = 'Success' OR (d.verdict = 'retired' AND d.reported_verdict IS NOT NULL))
          AS can_be_told,
        d.report_due_at IS NOT NULL AND d.due_priority = 0 AS is_due,
        r.status AS report, u.status AS message, r.state_version AS told_version,
        EXISTS (SELECT 1 FROM reports o WHERE o.device_id = d.id AND o.status IN ('queued', 'in_progress')) AS is_open
      FROM devices d LEFT JOIN reports r ON r.id = d.last_report_id LEFT JOIN uploads u ON u.id = r.upload_id)
    SELECT external_id || ': what changed is neither told nor due (' || concat_ws(', ', report, message, 'told ' || told_version, 'confirmed ' || reported_version, 'now ' || state_version,
        'due for ' || due_trigger) || ')' AS what
      FROM device WHERE can_be_told AND NOT is_due AND told_version IS DISTINCT FROM state_version
        AND message IS DISTINCT FROM 'preparing'
    UNION ALL SELECT external_id || ': it shows In-progress without a report on its way'
      FROM device WHERE shown = 'in_progress' AND NOT is_open
    UNION ALL SELECT external_id || ': its newest report is on its way, and it shows ' || coalesce(shown::text, 'nothing')
      FROM device WHERE report = 'in_progress' AND shown IS DISTINCT FROM 'in_progress'
    LIMIT 20`);
  return rows.map(({ what }) => what);
}
