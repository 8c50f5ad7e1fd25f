const windowMs = 60_000;
/** Lines of one kind that are written in a minute; the rest is counted. */
const perKind = 20;
/** Kinds that are distinguished in a minute; all others are one kind. */
const mostKinds = 200;

interface Seen {
  since: number;
  first: string;
  written: number;
  again: number;
}

/**
 * Sums up floods: of lines of one kind, only so many a minute are passed on; when the minute is over, one line says how
 * many more there were. Lines of JSON are of one kind if level, message and the error's message are alike; others if they
 * begin alike. Numbers and ids make no difference.
 */
export class RepeatedLines {
  #seen = new Map<string, Seen>();

  /** The lines to write now: this one, or none. */
  take(line: string, now: number): string[] {
    const over = this.sweep(now);
    const known = kindOf(line);
    const kind = this.#seen.has(known) || this.#seen.size < mostKinds ? known : '';
    const seen = this.#seen.get(kind) ?? { since: now, first: line, written: 0, again: 0 };
    this.#seen.set(kind, seen);
    if (seen.written < perKind) {
      seen.written += 1;
      return [...over, line];
    }
    seen.again += 1;
    return over;
  }

  /** The summaries of minutes that are over. Oldest first: a map keeps the order in which kinds came. */
  sweep(now: number): string[] {
    const lines: string[] = [];
    for (const [kind, seen] of this.#seen) {
      if (now >= seen.since && now - seen.since < windowMs) break;
      this.#seen.delete(kind);
      if (seen.again > 0) lines.push(sumOf(seen, now));
    }
    return lines;
  }

  /** The summaries of all kinds, whether their minute is over or not. */
  end(now: number): string[] {
    const lines = [...this.#seen.values()].filter(({ again }) => again > 0).map((seen) => sumOf(seen, now));
    this.#seen.clear();
    return lines;
  }
}

function kindOf(line: string): string {
  const entry = readEntry(line);
  const text = entry === null ? line : `${entry.level} ${entry.msg} ${messageOf(entry.err)}`;
  return text
    .slice(0, 500)
    .replace(/[\da-f-]*\d[\da-f-]*/gi, '#')
    .slice(0, 80);
}

function sumOf({ first, again }: Seen, now: number): string {
  const entry = readEntry(first);
  const words = `the same ${again} more times`;
  if (entry === null) return `${first.slice(0, 500)} (${words})`;
  return JSON.stringify({
    ...entry,
    time: new Date(now).toISOString(),
    again,
    msg: `${entry.msg} (${words})`,
  });
}

/** An entry of our own log; null: the line is not one. */
export function readEntry(line: string): { level: unknown; msg: unknown; err?: unknown } | null {
  if (!line.startsWith('{')) return null;
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry && 'msg' in entry ? entry : null;
  } catch {
    return null;
  }
}

export function messageOf(err: unknown): string {
  return err instanceof Object && 'message' in err ? String(err.message) : '';
}
