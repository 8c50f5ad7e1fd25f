import type { Database } from '#lib/db/core/database';
import type { RunClaim } from '#lib/db/sources/run-progress';
import type { SourceRunRow } from '#lib/db/sources/source-runs';
import type { SourceRow } from '#lib/db/sources/sources';
import type { HeldClaims } from '#lib/domain/held-claims';
import type { SourceReader } from '#lib/domain/sources/source-reader';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import type { Log } from '../log.ts';

export interface SourceWorker {
  db: Database;
  log: Log;
  clock: () => Date;
  sources: SourceTools;
  /** Readers of sources that are being read, with what they have logged in with; empty at first */
  readers: Map<string, OpenReader>;
  /** What is given back where this process stops in the middle of it */
  held?: HeldClaims;
  /** How long another worker leaves a run alone whose worker is silent */
  leaseMs?: number;
}

interface OpenReader {
  /** Of what it was made: another address or secret needs another reader */
  version: number;
  reader: SourceReader;
}

/** What a step works on. */
export interface RunStep {
  worker: SourceWorker;
  claim: RunClaim;
  source: SourceRow;
  run: SourceRunRow;
  reader: SourceReader;
  leaseMs: number;
}

/** The run was canceled, its source deleted, or another worker has it: what this one was about to write does not count. */
export class LostRun extends Error {
  override name = 'LostRun';
}
