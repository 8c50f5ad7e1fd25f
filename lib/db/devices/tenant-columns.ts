/** Columns of a device about what Microsoft confirmed last of its Azure id. */
export const reportedColumns = [
  'reported_verdict',
  'reported_version',
  'reported_at',
  'reported_message_id',
] as const;

/** Columns about how Entra differs from that. */
export const driftColumns = ['entra_differs_since', 'drift_since', 'drift_reported_at'] as const;

/** Columns about what Entra answered about the Azure id. */
export const entraColumns = [
  'entra_is_compliant',
  'entra_is_managed',
  'entra_enabled',
  'entra_compliance_expires_at',
  'entra_read_at',
  'entra_problem',
] as const;

/** All that is known of one Azure id of one tenant: forgotten where either is another one. */
export const azureIdColumns = [...entraColumns, ...driftColumns, ...reportedColumns];
