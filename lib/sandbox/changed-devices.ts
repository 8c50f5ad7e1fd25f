import { randomBytes } from 'node:crypto';

/** Beyond this many changed devices, links are forgotten: a client starts again, as it must be able to at any time. */
const mostChanges = 200_000;

/** Which devices changed in which order, since the sandbox started. */
export class ChangedDevices {
  private readonly numbers = new Map<string, number>();
  private last = 0;
  /** Graph's largest page of devices; a test makes it smaller */
  largestPage = 999;
  /** Links of another epoch are no longer known */
  epoch = newEpoch();

  get newest(): number {
    return this.last;
  }

  note(deviceId: string): void {
    if (this.numbers.size >= mostChanges) this.forget();
    this.numbers.delete(deviceId);
    this.last += 1;
    this.numbers.set(deviceId, this.last);
  }

  /** Links that were given out are no longer known. */
  forget(): void {
    this.numbers.clear();
    this.epoch = newEpoch();
  }

  /** Devices that changed after a number, in that order, at most one more than `limit`. */
  after(number: number, limit: number): { id: string; number: number }[] {
    const found: { id: string; number: number }[] = [];
    for (const [id, changed] of this.numbers) {
      if (changed > number) found.push({ id, number: changed });
      if (found.length > limit) break;
    }
    return found;
  }
}

function newEpoch(): string {
  return randomBytes(6).toString('hex');
}
