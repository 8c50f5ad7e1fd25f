/** A table that may name a person, and where. It is read in the order of its primary key. */
export interface PersonalPlace {
  table: string;
  key: string;
  keyType: 'uuid' | 'text' | 'integer' | 'bigint' | 'walk_name';
  columns: Readonly<Record<string, 'text' | 'jsonb' | 'uuid'>>;
  /** Display names are looked for, too: it is small, and people typed what is in it */
  typed?: true;
  /** Rows looked at by one statement */
  atOnce: number;
}

const text = 'text';
const jsonb = 'jsonb';
const byId = { key: 'id', keyType: 'uuid', atOnce: 5000 } as const;

/** Every table with text about people. A test compares this with the database's own list of columns. */
export const personalPlaces = {
  devices: {
    table: 'devices',
    ...byId,
    columns: {
      name: text,
      user_principal_name: text,
      user_display_name: text,
      user_azure_id: 'uuid',
      azure_user_principal_name: text,
      failure_detail: text,
      entra_tag_value: text,
      entra_deletion_problem: text,
      attributes: jsonb,
    },
  },
  checkIns: { table: 'check_ins', ...byId, columns: { changes: jsonb } },
  rejections: { table: 'check_in_rejections', ...byId, columns: { errors: jsonb, excerpt: text } },
  reports: { table: 'reports', ...byId, columns: { requested_by: text, error_detail: text } },
  messages: { table: 'uploads', ...byId, columns: { body: text, error_detail: text }, atOnce: 500 },
  azureCalls: { table: 'azure_calls', ...byId, columns: { answer: text, error_detail: text } },
  bulkActions: {
    table: 'bulk_actions',
    ...byId,
    typed: true,
    columns: { filter: jsonb, requested_by: text, cancelled_by: text },
  },
  tags: { table: 'tags', ...byId, typed: true, columns: { key: text, name: text } },
  deviceNotes: {
    table: 'device_notes',
    ...byId,
    typed: true,
    columns: { text: text, owner_key: text, author: text },
  },
  savedViews: {
    table: 'saved_views',
    ...byId,
    typed: true,
    columns: { name: text, name_key: text, owner_key: text, owner: text, query: jsonb },
  },
  policies: {
    table: 'policies',
    ...byId,
    typed: true,
    columns: { name: text, definition: jsonb, saved_by: text, managed_by_file: text },
  },
  policyVersions: {
    table: 'policy_versions',
    ...byId,
    typed: true,
    columns: { definition: jsonb, saved_by: text },
  },
  versionLists: {
    table: 'version_lists',
    ...byId,
    typed: true,
    columns: { name: text, versions: jsonb, updated_by: text, managed_by_file: text },
  },
  policyExceptions: {
    table: 'policy_exceptions',
    ...byId,
    typed: true,
    columns: { user_principal_name: text, view_name: text, reason: text, created_by: text },
  },
  sources: {
    table: 'sources',
    ...byId,
    typed: true,
    columns: {
      name: text,
      url: text,
      settings: jsonb,
      created_by: text,
      updated_by: text,
      problem_message: text,
    },
  },
  sourceRuns: {
    table: 'source_runs',
    ...byId,
    columns: { requested_by: text, cancelled_by: text, problem_message: text },
  },
  sourceSkips: { table: 'source_skips', ...byId, columns: { external_id: text, detail: text } },
  alertChanges: {
    table: 'alert_changes',
    key: 'id',
    keyType: 'bigint',
    atOnce: 5000,
    typed: true,
    columns: { before: jsonb, after: jsonb },
  },
  alertEvents: { table: 'alert_events', ...byId, typed: true, columns: { data: jsonb } },
  alertDestinations: {
    table: 'alert_destinations',
    ...byId,
    typed: true,
    columns: {
      name: text,
      to: jsonb,
      shown_url: text,
      created_by: text,
      updated_by: text,
      problem_message: text,
    },
  },
  alertRules: {
    table: 'alert_rules',
    ...byId,
    typed: true,
    columns: { name: text, filter: jsonb, created_by: text, updated_by: text },
  },
  exportSchedules: {
    table: 'export_schedules',
    ...byId,
    typed: true,
    columns: { name: text, filter: jsonb, created_by: text, updated_by: text },
  },
  userMail: {
    table: 'user_mail',
    key: 'id',
    keyType: 'integer',
    atOnce: 5000,
    typed: true,
    columns: { company_name: text, help_desk: text, footer: jsonb, updated_by: text },
  },
  alertDeliveries: { table: 'alert_deliveries', ...byId, columns: { recipient: text } },
  apiKeys: { table: 'api_keys', ...byId, columns: { name: text, created_by: text, revoked_by: text } },
  walks: {
    table: 'walks',
    key: 'name',
    keyType: 'walk_name',
    atOnce: 5000,
    columns: { started_by: text },
  },
  connection: {
    table: 'connection',
    key: 'id',
    keyType: 'integer',
    atOnce: 5000,
    columns: {
      paused_by: text,
      problem_detail: text,
      heartbeat_problem: text,
      preflight: jsonb,
      preflight_by: text,
    },
  },
  entraChanges: {
    table: 'entra_delta',
    key: 'id',
    keyType: 'integer',
    atOnce: 5000,
    columns: { problem_detail: text },
  },
  entraObjects: {
    table: 'entra_objects',
    key: 'object_id',
    keyType: 'uuid',
    atOnce: 5000,
    columns: { name: text },
  },
  signInAttempts: {
    table: 'sign_in_attempts',
    key: 'token_hash',
    keyType: 'text',
    atOnce: 5000,
    typed: true,
    columns: { return_to: text, refused_name: text, refused_username: text },
  },
  sessions: {
    table: 'sessions',
    key: 'token_hash',
    keyType: 'text',
    atOnce: 5000,
    columns: { name: text, username: text, user_id: text },
  },
  preferences: {
    table: 'preferences',
    key: 'owner',
    keyType: 'text',
    atOnce: 5000,
    columns: { owner: text },
  },
  usersLookedUp: {
    table: 'entra_users',
    key: 'user_principal_name',
    keyType: 'text',
    atOnce: 5000,
    columns: { user_principal_name: text, object_id: 'uuid' },
  },
  auditEvents: {
    table: 'audit_events',
    ...byId,
    columns: {
      actor_name: text,
      actor_id: text,
      target: text,
      user_agent: text,
      before: jsonb,
      after: jsonb,
      details: jsonb,
    },
  },
} as const satisfies Record<string, PersonalPlace>;
export type PersonalPlaceName = keyof typeof personalPlaces;
