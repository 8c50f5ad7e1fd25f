/** https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits: writes of an app in a tenant. */
const usual = { writes: 3000, seconds: 150 };
/** From here on, Graph says how near the limit is. */
const shownFrom = 0.8;

/** How many device objects may be written in a time. In memory: a restart forgets what was written. */
export class WriteLimit {
  private limit = usual;
  /** When each write of the time was, in ms since 1970, oldest first */
  private times: number[] = [];

  set(limit: { writes: number; seconds: number } | null): void {
    this.limit = limit ?? usual;
    this.times = [];
  }

  /** Counts a write. Returns how many seconds to wait where there are too many; null: it may go on. */
  take(now: number): number | null {
    const { writes, seconds } = this.limit;
    const since = now - seconds * 1000;
    const first = this.times.findIndex((time) => time > since);
    if (first !== 0) this.times = first < 0 ? [] : this.times.slice(first);
    const oldest = this.times[this.times.length - writes];
    if (oldest !== undefined) return Math.max(Math.ceil((oldest - since) / 1000), 1);
    this.times.push(now);
    return null;
  }

  /** 0.8 and more of the limit; null: less */
  load(): number | null {
    const share = this.times.length / this.limit.writes;
    return share >= shownFrom ? share : null;
  }
}
