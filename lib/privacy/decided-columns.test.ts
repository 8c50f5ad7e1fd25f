import { expect, test } from 'vitest';
import { personalPlaces } from '#lib/db/people/personal-places';
import { textColumns } from '#lib/test-kit/privacy/dump-database';
import { createTestDatabase } from '#lib/test-kit/test-database';

/** Columns that never name a person: why. */
const impersonal: Record<string, readonly string[]> = {
  'a device itself': [
    'devices.feed',
    'devices.external_id',
    'devices.serial_number',
    'devices.os_version',
    'devices.manufacturer',
    'devices.model',
    'device_traits.os_version',
    'device_traits.model',
    'devices.violations',
    'device_policies.policy',
    'device_policies.step',
    'devices.policy_state',
    'alert_marks.subject',
    'feeds.name',
    'api_keys.feed',
    'facet_counts.feed',
    'feed_hours.feed',
    'check_in_rejections.feed',
    'check_in_rejections.external_id',
    'azure_ids.feed',
    'sources.feed',
    'source_records.external_id',
    'source_run_pages.device_ids',
    'devices.azure_id_taken_by',
  ],
  'follows the device': ['device_policies.name', 'device_search.text', 'device_search.name'],
  'a code of Tenko’s or Microsoft’s': [
    'devices.failure_code',
    'device_traits.failure_code',
    'devices.entra_problem',
    'devices.entra_tag_state',
    'entra_readings.problem',
    'reports.error_code',
    'uploads.error_code',
    'azure_calls.error_code',
    'azure_calls.request_id',
    'report_hours.error_code',
    'connection.problem_code',
    'reporting_channels.problem_code',
    'devices.channel_reason',
    'entra_delta.link',
    'entra_delta.problem_code',
    'entra_delta.tenant_id',
    'connection.provisioned_tenant_id',
    'bulk_items.reason',
    'alert_changes.kind',
    'alert_changes.subject',
    'alert_events.type',
    'alert_marks.kind',
    'alert_destinations.language',
    'user_mail.language',
    'alert_destinations.problem_code',
    'alert_attempts.code',
    'alert_deliveries.event_type',
    'alert_rules.built_in',
    'sources.problem_code',
    'source_runs.problem_code',
    'source_skips.reason',
    'audit_events.action',
    'audit_events.request_id',
  ],
  'figures, choices, rights': [
    'overview.figures',
    'entra_only_counting.systems',
    'snapshots.figures',
    'preferences.choices',
    'api_keys.scopes',
    'alert_deliveries.summary',
    'alert_rules.events',
    'alert_rules.time_zone',
    'export_schedules.columns',
    'export_schedules.sort',
    'export_schedules.time_zone',
    'export_schedules.last_count',
  ],
  'what is written to devices in Entra': [
    'reporting_channels.compliant_value',
    'reporting_channels.noncompliant_value',
    'tag_values.value',
  ],
  'a missing permission, or why a batch of device ids failed': ['reporting_channels.problem_detail'],
  'encrypted, and readable with a key outside of the database': [
    'source_secrets.sealed',
    'alert_secrets.sealed',
  ],
  'where a source goes on: a number, an id or an address of its own': ['source_runs.cursor'],
  'the name of a setting': ['source_secrets.name', 'alert_secrets.name'],
  'without the addresses that receivers name': ['alert_attempts.error'],
  'a hash or a public prefix': ['api_keys.hash', 'api_keys.lookup', 'sign_in_links.token_hash'],
  'quotes nothing that a feed sent': ['devices.warnings'],
  'goes with its row': ['sessions.tenant_id', 'sessions.token_hash', 'sessions.user_agent'],
  'the key of a row that goes': ['sign_in_attempts.token_hash'],
  'ids of spans': ['trace_links.parents'],
  'counts of a minute, by key, session or address': ['rate_limits.key'],
  'of the audit log, which stays': ['audit_events.address', 'audit_events.user_agent'],
};

test('every column of the database is decided about', async () => {
  const decided = Object.values(personalPlaces).flatMap(({ table, columns }) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  );
  const known = new Set([...decided, ...Object.values(impersonal).flat()]);
  const database = await createTestDatabase();
  const columns = await textColumns(database.url);
  await database.drop();
  expect(columns.filter((column) => !known.has(column))).toEqual([]);
});
