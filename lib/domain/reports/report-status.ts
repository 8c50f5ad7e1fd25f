/** How a device's last report went. Not the verdict. */
export const azureComplianceStatuses = ['in_progress', 'successful', 'failed'] as const;
export type AzureComplianceStatus = (typeof azureComplianceStatuses)[number];

/** One report's life. `superseded`: a newer report of the device took its place before it was settled. */
export const reportStatuses = ['queued', 'in_progress', 'successful', 'failed', 'superseded'] as const;
export type ReportStatus = (typeof reportStatuses)[number];

export const reportTransitions = {
  queued: ['in_progress', 'superseded'],
  in_progress: ['successful', 'failed', 'superseded'],
  successful: [],
  failed: [],
  superseded: [],
} satisfies Record<ReportStatus, readonly ReportStatus[]>;

export function canMove(from: ReportStatus, to: ReportStatus): boolean {
  return (reportTransitions[from] as readonly ReportStatus[]).includes(to);
}

/** One message's life: several devices' reports travel in one upload. */
export const uploadStatuses = ['preparing', 'sending', 'sent', 'completed', 'failed', 'split'] as const;
export type UploadStatus = (typeof uploadStatuses)[number];

export const managementStates = ['managed', 'retiring', 'retired'] as const;
export type ManagementState = (typeof managementStates)[number];

/** Causes of a failed report that Tenko itself names; any other code is Microsoft's own. */
export const failureCodes = [
  'user_not_found',
  'user_lookup_refused',
  'user_unknown',
  'newer_device',
  'confirmation_timeout',
  'message_too_large',
  'device_not_in_entra',
  'tag_foreign',
] as const;
