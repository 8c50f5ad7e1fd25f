/** A policy does not count for a device, by the policy's id, until then in ms. */
export type ExceptedUntil = ReadonlyMap<string, number>;

export const noExceptions: ExceptedUntil = new Map();

export interface ExceptionRow {
  /** Of an exception for devices; null: it is for a user */
  deviceId: string | null;
  /** In lower case */
  userPrincipalName: string | null;
  policyId: string;
  until: Date;
}

/** The exceptions that some devices may have; a later end counts. */
export class PolicyExceptions {
  static readonly none = new PolicyExceptions([]);

  readonly #byKey = new Map<string, Map<string, number>>();

  constructor(rows: readonly ExceptionRow[]) {
    for (const { deviceId, userPrincipalName, policyId, until } of rows) {
      const key = deviceId ?? userPrincipalName ?? '';
      const ends = this.#byKey.get(key) ?? new Map<string, number>();
      ends.set(policyId, Math.max(ends.get(policyId) ?? 0, until.getTime()));
      this.#byKey.set(key, ends);
    }
  }

  /** `deviceId` null: a device that is not stored yet */
  of(deviceId: string | null, userPrincipalName: string | null): ExceptedUntil {
    if (this.#byKey.size === 0) return noExceptions;
    const byDevice = deviceId === null ? undefined : this.#byKey.get(deviceId);
    const byUser = userPrincipalName === null ? undefined : this.#byKey.get(userPrincipalName.toLowerCase());
    if (byDevice === undefined || byUser === undefined) return byDevice ?? byUser ?? noExceptions;
    const ends = new Map(byDevice);
    for (const [policyId, until] of byUser) ends.set(policyId, Math.max(ends.get(policyId) ?? 0, until));
    return ends;
  }
}

/** An exception ends after a year at most. */
export const longestExceptionMs = 366 * 24 * 60 * 60_000;
