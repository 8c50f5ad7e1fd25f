/** The actions of the audit log: noun.verb. A new one must be added here, and in every language. */
export const auditActions = [
  'session.sign_in',
  'session.sign_out',
  'session.end',
  'sign_in_link.create',
  'device.report',
  'device.ask_entra',
  'device.retire',
  'device.tags',
  'device_note.create',
  'device_note.change',
  'device_note.delete',
  'device.export',
  'entra_device.export',
  'report.export',
  'azure_id.refuse',
  'azure_id.move',
  'bulk_action.start',
  'bulk_action.cancel',
  'bulk_action.finish',
  'bulk_action.export',
  'view.create',
  'view.change',
  'view.delete',
  'policy.create',
  'policy.change',
  'policy.delete',
  'policy_exception.create',
  'policy_exception.delete',
  'source.create',
  'source.change',
  'source.delete',
  'source.run',
  'source.cancel_run',
  'feed.import',
  'secret_key.rotate',
  'database.restore',
  'version_list.create',
  'version_list.change',
  'version_list.delete',
  'alert_destination.create',
  'alert_destination.change',
  'alert_destination.delete',
  'alert_destination.rotate_secret',
  'alert_destination.test',
  'alert_rule.create',
  'alert_rule.change',
  'alert_rule.delete',
  'alert_delivery.repeat',
  'export_schedule.create',
  'export_schedule.change',
  'export_schedule.delete',
  'export_schedule.send',
  'user_mail.change',
  'connection.pause',
  'connection.resume',
  'connection.resync',
  'connection.channels',
  'connection.preflight',
  'connection.provision',
  'connection.deprovision',
  'api_key.create',
  'api_key.rotate',
  'api_key.revoke',
  'api_key.environment',
  'api.call',
  'audit.export',
  'audit.forget',
  'personal_data.export',
  'personal_data.erase',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditOutcomes = ['done', 'refused'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export const auditSorts = ['-at', 'at'] as const;
export type AuditSort = (typeof auditSorts)[number];

/** What an event may say besides: nothing secret. */
export type AuditFacts = Record<
  string,
  string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>
>;

/** Which events: all that is named must hold, any value of a set. Times are ISO 8601. */
export interface AuditCriteria {
  actor?: string[] | undefined;
  action?: string[] | undefined;
  target?: string | undefined;
  outcome?: AuditOutcome | undefined;
  /** At this time or later */
  after?: string | undefined;
  /** Earlier than this time */
  before?: string | undefined;
  /** Part of who, what, on what, from where, the request id, or what changed */
  q?: string | undefined;
}

export const auditExportFormats = ['ndjson', 'cef'] as const;
