import { countBy } from 'es-toolkit';
import { addFeedHours, type FeedHourRow } from '#lib/db/check-ins/feeds';
import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { metrics } from '#lib/telemetry/metrics';
import type { CheckInResult } from '../contract/check-in.ts';

const hourMs = 3_600_000;
/** So often a process adds what it counted: no batch waits for it. */
const writtenEveryMs = 1000;

/** What becomes of check-ins, counted in this process and added to the database once a second. */
export class FeedCounter {
  readonly #db: Database;
  #counted = new Map<string, FeedHourRow>();
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  count(feed: string, results: readonly CheckInResult[], now: Date): void {
    const row = this.#rowOf(feed, now);
    for (const { outcome, warnings = [] } of results) {
      row[outcome] += 1;
      row.warnings += warnings.length;
      if (outcome !== 'rejected') row.lastAt = now.toISOString();
    }
    const label = metrics.feedNames.of(feed);
    for (const [outcome, count] of Object.entries(countBy(results, (result) => result.outcome))) {
      metrics.checkIns.inc({ feed: label, outcome }, count);
    }
    this.#arm();
  }

  /** Adds what was counted so far. Where that fails it is kept for the next time. */
  async write(): Promise<void> {
    await this.#writing;
    if (this.#counted.size === 0) return;
    const rows = [...this.#counted.values()];
    this.#counted = new Map();
    this.#writing = addFeedHours(this.#db, rows)
      .catch((error: unknown) => {
        for (const row of rows) this.#keep(row);
        throw error;
      })
      .finally(() => {
        this.#writing = null;
      });
    await this.#writing;
  }

  #rowOf(feed: string, now: Date): FeedHourRow {
    const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString();
    const none = { created: 0, changed: 0, unchanged: 0, stale: 0, rejected: 0, warnings: 0 };
    return this.#keep({ feed, hour, ...none, lastAt: null });
  }

  /** Adds to what is counted of the same hour. */
  #keep(row: FeedHourRow): FeedHourRow {
    const key = `${row.hour} ${row.feed}`;
    const known = this.#counted.get(key);
    if (known === undefined) {
      this.#counted.set(key, row);
      return row;
    }
    for (const name of ['created', 'changed', 'unchanged', 'stale', 'rejected', 'warnings'] as const) {
      known[name] += row[name];
    }
    known.lastAt ??= row.lastAt;
    return known;
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.write().catch(() => {
        this.#arm();
      });
    }, writtenEveryMs).unref();
  }
}

export function feedCounter(db: Database): FeedCounter {
  return databaseSingleton(db, 'feed-counter', () => new FeedCounter(db));
}
