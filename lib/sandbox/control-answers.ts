import type { Sandbox } from './sandbox-context.ts';
import type { BreachRow, DeviceRow } from './sandbox-store.ts';

export function describeState({ store, requests, clock }: Sandbox): Record<string, unknown> {
  return {
    now: new Date(clock()).toISOString(),
    provisioned: store.setting('provisioned') === '1',
    devices: store.deviceCounts(),
    messages: store.messageCounts(),
    breaches: store.breachCount(),
    requests: Object.fromEntries(requests),
  };
}

export function describeShownDevice(row: DeviceRow): Record<string, unknown> {
  return {
    deviceId: row.id,
    displayName: row.name,
    isCompliant: row.no_state === 1 ? null : row.is_compliant === 1,
    isManaged: row.is_managed === 1,
    enabled: row.enabled === 1,
    complianceExpiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
    userId: row.user_id,
    lastUpdateTime: new Date(row.last_update).toISOString(),
    messageId: row.message_id,
  };
}

export function describeBreach(row: BreachRow): Record<string, unknown> {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    detail: row.detail,
    messageId: row.message_id,
  };
}
