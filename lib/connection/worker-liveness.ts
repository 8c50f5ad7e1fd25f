/** A worker gives a sign of life every ten seconds; two may be late. */
const silentAfterMs = 30_000;

export function isAlive(seenAt: Date | null, now: Date): boolean {
  return seenAt !== null && now.getTime() - seenAt.getTime() < silentAfterMs;
}
