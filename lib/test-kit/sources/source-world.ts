import type { SourceInput } from '#lib/contract/sources/source';
import type { Database } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { getSource } from '#lib/sources/list-sources';
import { createSource } from '#lib/sources/save-source';
import { listSourceRuns } from '#lib/sources/source-runs';
import type { SourceWorker } from '#lib/sources/source-worker';
import { startDueRuns } from '#lib/sources/start-due-runs';
import { stepSourceRuns } from '#lib/sources/step-source-runs';
import { openTestDatabase } from '../test-database.ts';
import { FakeMdm } from './fake-mdm.ts';

export const fleetInput = {
  name: 'MDM',
  kind: 'fleet',
  url: 'https://mdm.example',
  settings: { criticalAction: 'quarantine', otherAction: 'send_alert' },
  everyMinutes: 15,
  fullWalkHour: 2,
  enabled: true,
  secrets: { token: 'hunter2' },
} satisfies SourceInput;
export const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `d${from + at}`);

/** A source of an MDM with 250 devices, d0 to d249, and workers that read it. Time stands until it is moved on. */
export class SourceWorld {
  readonly db: Database;
  readonly close: () => Promise<void>;
  now = new Date();
  mdm = new FakeMdm();
  worker: SourceWorker;
  id = '';

  private constructor(db: Database, close: () => Promise<void>) {
    this.db = db;
    this.close = close;
    this.worker = this.newWorker();
  }

  static async open(): Promise<SourceWorld> {
    const { db, close } = await openTestDatabase();
    return new SourceWorld(db, close);
  }

  /** Everything as it was at the beginning */
  async begin(): Promise<void> {
    await this.db.pool
      .$executeRaw`TRUNCATE devices, sources, source_runs, check_in_rejections, feed_hours CASCADE`;
    this.now = new Date('2026-11-20T12:00:00Z');
    this.mdm = new FakeMdm(numbered(0, 250));
    this.worker = this.newWorker();
    this.id = (await createSource(this.worker, fleetInput, commandLine, this.now)).id;
  }

  /** With a memory of its own, as each process has. */
  newWorker(): SourceWorker {
    const log = createLog('test', 'silent');
    return { db: this.db, log, clock: () => this.now, sources: this.mdm.tools, readers: new Map() };
  }

  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** Works until nothing is left to do at this time. */
  async work(worker = this.worker): Promise<void> {
    await startDueRuns(this.db, this.now);
    while (await stepSourceRuns(worker));
  }

  async newestRun() {
    const [run] = (await listSourceRuns(this.db, this.id, { limit: 1 })).items;
    if (run === undefined) throw new Error('there is no run');
    return run;
  }

  source() {
    return getSource(this.db, this.id);
  }

  /** Another one of each device for each time that its row was written */
  async versions(): Promise<string[]> {
    const rows = await this.db.pool.$queryRaw<{ xmin: string }[]>`SELECT xmin::text FROM devices ORDER BY id`;
    return rows.map(({ xmin }) => xmin);
  }
}
