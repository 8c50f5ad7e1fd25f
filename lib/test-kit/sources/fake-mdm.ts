import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceAccess } from '#lib/domain/sources/source';
import type {
  PageRequest,
  SkippedRecord,
  SourceReader,
  SourceRecord,
} from '#lib/domain/sources/source-reader';
import { openSecretBox } from '#lib/secrets/secret-box';

interface FakeDevice {
  os?: string;
  osVersion?: string;
  violations?: { policy: string; action: string }[];
  /** When it was in contact with the MDM */
  contactAt?: Date;
}

/** An MDM as its reader shows it: devices by their ids, in pages. */
export class FakeMdm {
  readonly devices = new Map<string, FakeDevice>();
  readonly skips: SkippedRecord[] = [];
  pageSize = 100;
  pauseMs = 0;
  hasReadOne = true;
  readOnePauseMs = 0;
  /** Called before each page, with the number of the call: may throw */
  beforePage: (call: number, request: PageRequest) => void | Promise<void> = () => undefined;
  readonly pageCalls: PageRequest[] = [];
  readonly singleCalls: string[] = [];
  /** How often a reader was opened, and with what */
  readonly opened: SourceAccess[] = [];

  constructor(ids: readonly string[] = []) {
    for (const id of ids) this.devices.set(id, {});
  }

  /** What verbs and workers need to reach it. */
  get tools() {
    // Not there: the key is given.
    const keyFile = join(tmpdir(), 'tenko-no-key-file');
    return {
      openReader: (access: SourceAccess) => {
        this.opened.push(access);
        return this.reader;
      },
      problemOfMapping: () => null,
      secrets: openSecretBox({ keys: [Buffer.alloc(32, 1)], keyFile }),
      allowHttp: true,
    };
  }

  private get reader(): SourceReader {
    return {
      readPage: async (request) => {
        this.pageCalls.push(request);
        await this.beforePage(this.pageCalls.length, request);
        const all = [...this.devices.entries()].filter(([, device]) => isListed(device, request));
        const start = Number(request.cursor ?? 0);
        const end = start + this.pageSize;
        const records = all.slice(start, end).map(([id, device]) => recordOf(id, device));
        const isLast = end >= all.length;
        const left = isLast && request.walk === 'full' ? this.skips : [];
        return {
          records: [...records, ...left.map((skipped) => ({ skipped }))],
          next: isLast ? null : { cursor: end, pauseMs: this.pauseMs },
          total: request.walk === 'full' ? all.length + this.skips.length : null,
        };
      },
      readOnePauseMs: this.readOnePauseMs,
      ...(this.hasReadOne && {
        readOne: (externalId: string) => {
          this.singleCalls.push(externalId);
          const device = this.devices.get(externalId);
          return Promise.resolve(device === undefined ? null : recordOf(externalId, device));
        },
      }),
    };
  }
}

const longAgo = new Date('2026-01-01T00:00:00Z');

function isListed(
  { contactAt = longAgo, violations = [] }: FakeDevice,
  { walk, since }: PageRequest,
): boolean {
  return walk === 'full' || since === null || contactAt >= since || violations.length > 0;
}

function recordOf(externalId: string, device: FakeDevice): SourceRecord {
  const { os = 'ios', osVersion = '26.1', violations = [], contactAt = longAgo } = device;
  return {
    checkIn: {
      externalId,
      checkedInAt: contactAt.toISOString(),
      device: { name: `Device ${externalId}`, os, osVersion },
      violations,
    },
  };
}
