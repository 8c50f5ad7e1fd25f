import type { Actor } from '#lib/domain/people/actor';
import { type ErrorCode, TenkoError } from '../errors.ts';

/** A refusal that the audit log is to know: whom it met. `key`: the public prefix that was named, proven or not. */
export class Refusal extends TenkoError {
  static override readonly brand = 'Refusal';
  readonly actor: Actor;
  readonly key: string | null;

  constructor(code: ErrorCode, message: string, actor: Actor, key: string | null = null) {
    super(code, message);
    this.name = 'Refusal';
    this.actor = actor;
    this.key = key;
  }
}
