import type { ClaimedDelivery, ToldEvent } from '#lib/db/alerts/alert-deliveries';
import type { DestinationRow } from '#lib/db/alerts/alert-destinations';
import type { Database } from '#lib/db/core/database';
import type { NewAlertEvent } from '#lib/domain/alerts/alert-event';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { HeldClaims } from '#lib/domain/held-claims';
import type { Log } from '#lib/log';
import type { DestinationSecret } from './destination-secrets.ts';

/** What makes messages of what happened. */
export interface AlertWorker {
  db: Database;
  log: Log;
  clock: () => Date;
}

/** What sends them. */
export interface AlertSending extends AlertWorker {
  alerts: AlertTools;
  /** What is given back where this process stops in the middle of it */
  held?: HeldClaims;
  /** In [0, 1) */
  random: () => number;
}

export type StoredEvent = NewAlertEvent & { id: string };

/** A destination with its secrets in clear text: nothing of it may be logged, stored or returned. */
export interface OpenedDestination extends DestinationRow {
  /** Null: the key of one of them is lost */
  opened: Partial<Record<DestinationSecret, string>> | null;
  /** Nothing stood in the way before, and that something was delivered was noted just now */
  isWell: (now: Date) => boolean;
}

/** What one message tells. */
export interface Told {
  delivery: Pick<ClaimedDelivery, 'id' | 'eventId' | 'eventType' | 'summary'> & { timeZone: string };
  /** Empty: a test */
  events: readonly ToldEvent[];
  at: Date;
}
