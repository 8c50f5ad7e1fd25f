import type { NewAlertEvent } from './alert-event.ts';
import { deviceEvents, type WatchedChange } from './device-events.ts';

/** What a trigger noted in the transaction that made a change. What `before` and `after` hold is by kind. */
export interface AlertChange {
  kind: 'device' | 'connection' | 'source' | 'policy' | 'bulk_action' | 'audit';
  /** The id of what changed; of a connection, its channel */
  subject: string;
  at: Date;
  before: unknown;
  after: unknown;
}

interface Health {
  health: 'unknown' | 'healthy' | 'unhealthy';
  problemCode?: string | null;
  problemDetail?: string | null;
}

interface SourceFacts {
  name: string;
  feed: string;
  problemCode: string | null;
  problemMessage: string | null;
  problemStatus: number | null;
}

interface PolicyFacts {
  name: string;
  version: number;
  enabled: boolean;
  mode: string;
  savedBy: string;
  deleted: boolean;
}

/** The events that a change means; often none. */
export function eventsOfChange(change: AlertChange): NewAlertEvent[] {
  const { kind, subject, at } = change;
  const event = (type: NewAlertEvent['type'], data: NewAlertEvent['data']): NewAlertEvent[] => [
    { type, at, deviceId: null, data },
  ];
  switch (kind) {
    case 'device':
      return deviceEvents(change as unknown as WatchedChange).map((found) => ({
        ...found,
        at,
        deviceId: subject,
      }));
    case 'connection':
      return connectionEvents(change);
    case 'source': {
      const { name, feed, problemCode, problemMessage, problemStatus } = change.after as SourceFacts;
      const problem = { code: problemCode, message: problemMessage, status: problemStatus };
      return event('source.failing', { source: { id: subject, name, feed }, problem });
    }
    case 'policy': {
      const { savedBy, deleted, ...facts } = change.after as PolicyFacts;
      const how = deleted ? 'deleted' : change.before === null ? 'created' : 'changed';
      // Who deleted it, the row does not know: the audit log does.
      return event('policy.changed', {
        policy: { id: subject, ...facts },
        change: how,
        savedBy: deleted ? null : savedBy,
      });
    }
    case 'bulk_action':
      return event('bulk_action.finished', {
        bulkAction: { id: subject, ...(change.after as Record<string, unknown>) },
      });
    case 'audit':
      return event('audit.recorded', { auditEventId: subject });
  }
}

function connectionEvents({ subject, at, before, after }: AlertChange): NewAlertEvent[] {
  const { health: was } = before as Health;
  const { health, problemCode = null, problemDetail = null } = after as Health;
  const about = { at, deviceId: null };
  if (health === 'unhealthy') {
    const problem = { code: problemCode, detail: problemDetail };
    return [{ ...about, type: 'connection.unhealthy', data: { channel: subject, problem } }];
  }
  const isOver = was === 'unhealthy' && health === 'healthy';
  return isOver ? [{ ...about, type: 'connection.recovered', data: { channel: subject } }] : [];
}
