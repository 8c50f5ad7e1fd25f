import type { z } from 'zod';
import type { OperationName, OperationOf } from './operations.ts';

type Examples = {
  [N in OperationName as OperationOf<N> extends { body: z.ZodType } ? N : never]: OperationOf<N> extends {
    body: infer Schema extends z.ZodType;
  }
    ? z.input<Schema>
    : never;
};

const id = '01990000-0000-7000-8000-000000000001';
const target = { filter: { verdict: ['noncompliant' as const], os: ['ios' as const] } };
const policy = {
  name: 'iOS is up to date',
  scope: { os: ['ios' as const] },
  rule: { fact: 'osVersion', op: 'olderThan', value: '26.1' },
  steps: [
    { after: 'PT0S', action: 'monitor' as const },
    { after: 'P7D', action: 'block' as const },
  ],
  fix: {
    en: { title: 'Update iOS', text: 'Open Settings, General, Software Update, and install the update.' },
  },
};
const versionList = { name: 'iOS', versions: [{ version: '26.1', releasedAt: '2026-11-03' }] };
const view = {
  name: 'Noncompliant iPhones',
  query: { filter: target.filter, sort: '-lastCheckInAt' as const },
};
const source = {
  name: 'Jamf Pro',
  kind: 'jamf_pro' as const,
  url: 'https://example.jamfcloud.com',
  secrets: { clientId: 'a client id', clientSecret: 'a client secret' },
  everyMinutes: 15,
};
const destination = {
  name: 'Service desk',
  kind: 'webhook' as const,
  url: 'https://hooks.example.com/tenko',
};
const alertRule = {
  name: 'Blocked devices',
  events: ['device.verdict_changed' as const],
  filter: target.filter,
  destinationIds: [id],
};
const exportSchedule = {
  name: 'Noncompliant iPhones',
  filter: target.filter,
  columns: ['name', 'serialNumber', 'userPrincipalName', 'violations'],
  every: 'week' as const,
  weekday: 1,
  at: '08:00',
  timeZone: 'Europe/Berlin',
  destinationIds: [id],
};
const userMail = { enabled: true, companyName: 'Example', helpDesk: 'help@example.com' };

/** A body for each operation that takes one, as the documentation shows it. */
const examples: Examples = {
  'POST /api/v1/check-ins': {
    checkIns: [
      {
        externalId: 'a1b2c3',
        checkedInAt: '2026-01-31T08:00:00Z',
        device: { name: 'iPhone of Anna', os: 'ios', osVersion: '26.1' },
        user: { principalName: 'anna@example.com' },
        violations: [{ policy: 'Passcode', action: 'block' }],
        azure: { deviceId: '0b8e5c1e-6f0a-4b3e-9d57-3a1c2f4e5d6a', clientStatusCode: 'Success' },
      },
    ],
  },
  'POST /api/v1/devices/{id}/what-if': { app: 'exchange_online' },
  'PUT /api/v1/devices/{id}/tags': { tags: ['VIP', 'Loaner'] },
  'POST /api/v1/device-tags': { deviceIds: [id], add: ['Loaner'], remove: ['VIP'] },
  'POST /api/v1/devices/{id}/notes': { text: 'Anna waits for a new phone' },
  'PUT /api/v1/devices/{id}/notes/{noteId}': { text: 'Anna has a new phone' },
  'POST /api/v1/bulk-forecasts': { kind: 'report', filter: { os: ['ios'] } },
  'POST /api/v1/bulk-reports': target,
  'POST /api/v1/bulk-retirements': { deviceIds: [id], confirmedCount: 1 },
  'POST /api/v1/bulk-azure-id-moves': { deviceIds: [id], confirmedCount: 1 },
  'POST /api/v1/connection/pause': { reason: 'Maintenance at Microsoft' },
  'POST /api/v1/connection/resume': { reason: 'The maintenance is over' },
  'POST /api/v1/connection/resync': { reason: 'Devices were restored in Entra' },
  'PUT /api/v1/connection/channels': {
    partner: { enabled: true },
    windows: { enabled: true },
    tag: { enabled: false, attribute: 1, values: { compliant: 'compliant', noncompliant: 'noncompliant' } },
    reason: 'Windows devices are reported by Graph',
  },
  'POST /api/v1/policies': policy,
  'POST /api/v1/policies/preview': policy,
  'PUT /api/v1/policies/{id}': { ...policy, expectedVersion: 1, reason: 'Decided by the security board' },
  'POST /api/v1/policy-exceptions': {
    policyId: id,
    userPrincipalName: 'anna@example.com',
    until: '2027-01-31T00:00:00Z',
    reason: 'Waits for a new phone',
  },
  'POST /api/v1/sources': source,
  'PUT /api/v1/sources/{id}': { ...source, everyMinutes: 30 },
  'POST /api/v1/sources/{id}/runs': { kind: 'full' },
  'POST /api/v1/version-lists': versionList,
  'PUT /api/v1/version-lists/{id}': versionList,
  'POST /api/v1/alert-destinations': destination,
  'PUT /api/v1/alert-destinations/{id}': { ...destination, enabled: false },
  'POST /api/v1/alert-rules': alertRule,
  'POST /api/v1/alert-rules/preview': { events: alertRule.events, filter: alertRule.filter },
  'PUT /api/v1/alert-rules/{id}': alertRule,
  'POST /api/v1/alert-deliveries/repeat': { destinationId: id },
  'POST /api/v1/export-schedules': exportSchedule,
  'PUT /api/v1/export-schedules/{id}': exportSchedule,
  'PUT /api/v1/user-mail': userMail,
  'POST /api/v1/user-mail/preview': { ...userMail, in: 'en' },
  'POST /api/v1/views': view,
  'PUT /api/v1/views/{id}': view,
  'PUT /api/v1/preferences': { locale: 'ja', theme: 'dark' },
  'POST /api/v1/api-keys': { name: 'Jamf webhook', scopes: ['check-ins:write'], feed: 'jamf' },
  'POST /api/v1/api-keys/{id}/rotate': { overlapHours: 24 },
};

/** Undefined: the operation takes no body, or a file. */
export function exampleOf(operation: OperationName): unknown {
  return (examples as Partial<Record<OperationName, unknown>>)[operation];
}
