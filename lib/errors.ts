/** Every way in which a verb can refuse. No HTTP here: lib/http maps codes to statuses. */
export const errorCodes = [
  'invalid_input',
  'not_found',
  'not_authenticated',
  'not_authorized',
  'wrong_origin',
  /** The address is right, and takes other methods: `Allow` names them */
  'method_not_allowed',
  'body_too_large',
  /** A body of another kind than is read here */
  'unsupported_media_type',
  /** More calls a minute than are allowed */
  'too_many_requests',
  'device_not_reportable',
  'device_retired',
  /** It has no Azure id, or was deleted from Entra */
  'device_not_in_entra',
  /** Nobody else holds the device's Azure id */
  'azure_id_not_taken',
  /** A key that the environment rules over */
  'key_managed',
  'key_ended',
  /** Another number of devices than was confirmed */
  'count_changed',
  /** It would take access from many devices: `count` has to be confirmed */
  'confirmation_needed',
  /** Somebody saved it since the version that was edited: `current` says who, and when */
  'changed_meanwhile',
  'source_name_taken',
  /** It belongs to a source, or to an API key */
  'feed_taken',
  /** A run of the source is under way */
  'source_running',
  /** Policies look at the version list: change them first */
  'version_list_in_use',
  /** Only webhooks are signed */
  'not_a_webhook',
  /** All destinations of a scheduled export are off, or deleted */
  'no_destination',
  /** This server has no mail server to send by */
  'mail_not_configured',
  'view_name_taken',
  'too_many_views',
  'too_many_notes',
  'link_invalid',
  /** Microsoft cannot be reached, or asks to wait: the same again later */
  'azure_unavailable',
  'azure_refused',
  /** The database cannot do this now: the same again later. `reason` says why */
  'database_unavailable',
  /** This process stops, and the request took longer than it may then: the same again, at another one */
  'server_stopping',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface FieldError {
  /** Where in the input: `checkIns.0.device.os` */
  path: string;
  code: string;
  message: string;
}

export interface SavedVersion {
  version: number;
  savedAt: string;
  savedBy: string;
}

/**
 * An error that is told by its name. The web build may hold the same class several times, one for each part that it
 * bundles apart; which of them made an error must not decide whether `instanceof` knows it. Each class has a brand of
 * its own.
 */
export abstract class BrandedError extends Error {
  declare static readonly brand: string;

  static override [Symbol.hasInstance](this: { brand: string }, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: the class that was asked for, which may be one that extends this
    const wanted = this.brand;
    return prototypesOf(value).some((prototype) => ownBrandOf(prototype.constructor) === wanted);
  }
}

function ownBrandOf(made: object): unknown {
  return Object.hasOwn(made, 'brand') ? (made as { brand?: unknown }).brand : undefined;
}

function prototypesOf(value: unknown): object[] {
  const prototype: object | null = Object.getPrototypeOf(Object(value));
  return prototype === null ? [] : [prototype, ...prototypesOf(prototype)];
}

export class TenkoError extends BrandedError {
  static override readonly brand: string = 'TenkoError';
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  /** Machine-readable reason, such as the obstacle to reporting, or Microsoft's own code */
  readonly reason: string | undefined;
  /** How many there are instead of what was asked for */
  readonly count: number | undefined;
  /** What somebody else saved meanwhile */
  readonly current: SavedVersion | undefined;
  /** What an import recorded before it broke off */
  readonly imported: Readonly<Record<string, number>> | undefined;
  /** When the same may be asked again */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      errors?: FieldError[];
      reason?: string;
      count?: number;
      current?: SavedVersion;
      imported?: Readonly<Record<string, number>>;
      retryAfterMs?: number;
    } = {},
  ) {
    super(message);
    this.name = 'TenkoError';
    this.code = code;
    this.errors = more.errors;
    this.reason = more.reason;
    this.count = more.count;
    this.current = more.current;
    this.imported = more.imported;
    this.retryAfterMs = more.retryAfterMs;
  }
}
