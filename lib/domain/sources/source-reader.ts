import { BrandedError } from '#lib/errors';
import type { WalkKind } from './source.ts';

/** Where the next page begins, in the terms of the reader: any JSON. It is stored, so that a walk goes on after a crash. */
export type SourceCursor =
  | string
  | number
  | boolean
  | null
  | SourceCursor[]
  | { [key: string]: SourceCursor };

/** Why a record of a source is left out. Anything less than these is a warning of its check-in. */
export const skipReasons = [
  'not_a_record',
  'no_id',
  'no_name_and_serial',
  'no_platform',
  'mapping_failed',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export interface SkippedRecord {
  externalId: string | null;
  reason: SkipReason;
  /** In plain words, with no value of a secret; null: the reason says it all */
  detail: string | null;
}

/** A record as a check-in in the form of `POST /api/v1/check-ins`, without `observedAt`: the run adds when it was read. */
export type SourceRecord = { checkIn: Record<string, unknown> } | { skipped: SkippedRecord };

export interface SourcePage {
  records: SourceRecord[];
  /** What each of the records was made of, where that was asked for */
  natives?: readonly unknown[];
  /** Null: this was the last page */
  next: {
    cursor: SourceCursor;
    /** How long to wait before it, as the source's limits ask, in ms */
    pauseMs: number;
    /** Where it is, where the source itself says so: the same place again would lead in a circle */
    place?: string;
  } | null;
  /** Devices at the source, where it says so */
  total: number | null;
  /** When it was read; absent: when it was asked for */
  readAt?: Date;
}

export interface PageRequest {
  walk: WalkKind;
  /** Null: the first page */
  cursor: SourceCursor;
  /** Quick walks: what was in contact since then, and what the source calls noncompliant now */
  since: Date | null;
  now: Date;
  /** Also return the records as the source sent them: a run has no use for them, and would hold them in memory */
  withNatives?: boolean;
}

/** Reads devices from one source; it only ever reads. Each call throws SourceFailure, and nothing else. */
export interface SourceReader {
  readPage: (request: PageRequest) => Promise<SourcePage>;
  /** One device; null: the source does not know it. Absent where a source has no such call */
  readOne?: (externalId: string, now: Date) => Promise<SourceRecord | null>;
  /** How long to wait between two calls of `readOne`, as the source's limits ask, in ms. Absent: not at all */
  readOnePauseMs?: number;
}

export const sourceFailureCodes = [
  /** 401, or a token endpoint that refuses the client */
  'login_refused',
  /** A portal that accepts Basic from no account while it asks admins for a second factor */
  'basic_login_refused',
  /** 403: a role is missing */
  'not_permitted',
  /** 404: the address leads to another system, or a path is wrong */
  'not_found',
  /** A space, group, team or attribute of the settings does not exist */
  'setting_not_found',
  /** 400, in the words of the source */
  'request_refused',
  'redirected_elsewhere',
  /** 429 */
  'rate_limited',
  /** 5xx */
  'source_error',
  /** Not the JSON that this kind of source answers with */
  'unexpected_answer',
  'answer_too_large',
  'timeout',
  'name_not_resolved',
  /** The host is, or leads to, an address where clouds give machines their credentials, or that no server has */
  'address_refused',
  'network',
  'untrusted_certificate',
  'proxy_unreachable',
  'proxy_login_refused',
  'proxy_refused',
  /** The connection to Azure is needed, and is not there (kind `intune`) */
  'no_connection',
] as const;
export type SourceFailureCode = (typeof sourceFailureCodes)[number];

/** Why a source could not be read. `message`: plain words, where possible those of the source, at most 500 characters, no secret. */
export class SourceFailure extends BrandedError {
  static override readonly brand = 'SourceFailure';
  override name = 'SourceFailure';
  readonly code: SourceFailureCode;
  readonly status: number | null;
  /** How long the source asks to wait, in ms; null: it does not say */
  readonly retryAfterMs: number | null;

  constructor(
    code: SourceFailureCode,
    message: string,
    { status = null, retryAfterMs = null }: { status?: number | null; retryAfterMs?: number | null } = {},
  ) {
    super(message.slice(0, 500));
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same call may succeed later without anybody doing anything. */
  get passes(): boolean {
    return [
      'rate_limited',
      'source_error',
      'timeout',
      'name_not_resolved',
      'network',
      'proxy_unreachable',
    ].includes(this.code);
  }
}
