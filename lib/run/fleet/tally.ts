import { checkInOutcomes } from '#lib/domain/check-ins/intake-note';
import type { CheckInResult } from '../../contract/check-in.ts';

/** Counts what became of check-ins. */
export class Tally {
  readonly #outcomes = new Map<CheckInResult['outcome'], number>(
    checkInOutcomes.map((outcome) => [outcome, 0]),
  );
  readonly #triggers = new Map<string, number>();
  firstError: string | null = null;

  get rejected(): number {
    return this.#outcomes.get('rejected') ?? 0;
  }

  add(results: readonly CheckInResult[]): void {
    for (const { outcome, trigger, error, externalId } of results) {
      this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
      if (trigger) this.#triggers.set(trigger, (this.#triggers.get(trigger) ?? 0) + 1);
      const where = error?.errors[0];
      if (error)
        this.firstError ??= `${externalId}: ${where ? `${where.path}: ${where.message}` : error.detail}`;
    }
  }

  /** Lines of a table: outcomes, then what made reports due. */
  table(): string[] {
    const rows = [...this.#outcomes, ...this.#triggers];
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(9)}`);
  }
}
