import { LRUCache } from 'lru-cache';
import type { AuditEntry } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import type { AuditAction } from '#lib/domain/people/audit-event';

const windowMs = 60_000;
/** Different refusals that are written one by one; then so many each minute, and the rest as one sum. */
const budgets = {
  /** Of each person or key that proved who it is: what others do never uses it up */
  proven: { burst: 100, perMinute: 10 },
  /** Of all others together, and of each of their addresses, so that one flood does not hide the rest */
  unknown: { burst: 100, perMinute: 10 },
  unknownAddress: { burst: 25, perMinute: 3 },
} as const;
const mostBudgets = 5_000;

export interface RefusedCall {
  actor: Actor;
  action: AuditAction;
  target: string | null;
  details: { code: string; key?: string; by?: string; cause?: string };
}

interface Counted {
  refused: RefusedCall;
  since: Date;
  again: number;
}

const anyone: Actor = { kind: 'unknown', name: '', requestId: null };

/**
 * Refusals on their way to the audit log, so few that no flood of them fills the disk: the first of its kind at once;
 * the same again within a minute is counted, and written as one event with the count when the minute is over. What goes
 * beyond a budget is summed up under the name of its caller.
 */
export class RefusalLog {
  #write: (entry: AuditEntry) => Promise<void>;
  #counted = new Map<string, Counted>();
  #budgets = new LRUCache<string, Budget>({ max: mostBudgets });
  #anonymous = new Budget(budgets.unknown);
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (entry: AuditEntry) => Promise<void>) {
    this.#write = write;
  }

  async note(refused: RefusedCall, now: Date): Promise<void> {
    await this.sweep(now);
    const kind = kindOf(refused);
    const known = this.#counted.get(kind);
    if (known !== undefined) known.again += 1;
    else if (this.#take(refused.actor, now)) {
      this.#counted.set(kind, { refused, since: now, again: 0 });
      await this.#write({ ...refused, outcome: 'refused', now });
    } else {
      const rest = theRestOf(refused.actor);
      const restKind = kindOf(rest);
      const summed = this.#counted.get(restKind);
      if (summed === undefined) this.#counted.set(restKind, { refused: rest, since: now, again: 1 });
      else summed.again += 1;
    }
    this.#arm();
  }

  /** Writes down what was counted in minutes that are over. */
  async sweep(now: Date): Promise<void> {
    const over = [...this.#counted].filter(([, { since }]) => now.getTime() - since.getTime() >= windowMs);
    for (const [kind] of over) this.#counted.delete(kind);
    for (const [, { refused, since, again }] of over) {
      if (again === 0) continue;
      const details = { ...refused.details, since: since.toISOString() };
      await this.#write({ ...refused, details, outcome: 'refused', count: again, now });
    }
  }

  #arm(): void {
    if (this.#counted.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What cannot be written now is lost: a count, and never the first of its kind.
      void this.sweep(new Date())
        .catch(() => undefined)
        .then(() => this.#arm());
    }, windowMs).unref();
  }

  #take(actor: Actor, now: Date): boolean {
    if (actor.kind !== 'unknown') {
      return this.#budgetOf(JSON.stringify([actor.kind, actor.id ?? actor.name]), budgets.proven).take(now);
    }
    const ofAddress = this.#budgetOf(`address ${actor.from?.address ?? ''}`, budgets.unknownAddress);
    return ofAddress.take(now) && this.#anonymous.take(now);
  }

  #budgetOf(name: string, size: BudgetSize): Budget {
    const known = this.#budgets.get(name) ?? new Budget(size);
    this.#budgets.set(name, known);
    return known;
  }
}

interface BudgetSize {
  burst: number;
  perMinute: number;
}

class Budget {
  readonly #size: BudgetSize;
  #left: number;
  #refilledAt: number | null = null;

  constructor(size: BudgetSize) {
    this.#size = size;
    this.#left = size.burst;
  }

  take(now: Date): boolean {
    const { burst, perMinute } = this.#size;
    const passed = Math.floor((now.getTime() - (this.#refilledAt ?? now.getTime())) / windowMs);
    // A clock that is set back takes nothing away.
    if (this.#refilledAt === null || passed !== 0) this.#refilledAt = now.getTime();
    this.#left = Math.min(burst, this.#left + Math.max(0, passed) * perMinute);
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

/** What is beyond a budget: for each caller with a name, and for all unknown callers together. */
function theRestOf(actor: Actor): RefusedCall {
  const { kind, name, id } = actor;
  const who: Actor = kind === 'unknown' ? anyone : { kind, name, requestId: null, id };
  return { actor: who, action: 'api.call', target: null, details: { code: 'others' } };
}

function kindOf({ actor, action, target, details }: RefusedCall): string {
  const { kind, name, id, from } = actor;
  return JSON.stringify([kind, name, id, from?.address, action, target, details.code, details.key]);
}
