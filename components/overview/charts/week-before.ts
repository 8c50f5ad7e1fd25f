export interface Point {
  at: string;
  value: number;
}

const hour = 3_600_000;
const week = 7 * 24 * hour;
/** A worker that stood still for longer leaves no figure to compare with. */
const nearMs = 12 * hour;

/** The point nearest to seven days before the last one; null: none is near enough. Oldest first. */
export function weekBefore(points: readonly Point[]): Point | null {
  const wanted = timeOf(points.at(-1)) - week;
  const distance = (point: Point) => Math.abs(timeOf(point) - wanted);
  const [nearest] = points.toSorted((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) <= nearMs ? nearest : null;
}

/** The points of the last seven days. */
export function ofLastWeek(points: readonly Point[]): Point[] {
  const since = timeOf(points.at(-1)) - week;
  return points.filter((point) => timeOf(point) >= since);
}

function timeOf(point: Point | undefined): number {
  return point === undefined ? 0 : Date.parse(point.at);
}
