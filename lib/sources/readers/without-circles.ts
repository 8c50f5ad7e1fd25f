import { createHash } from 'node:crypto';
import {
  type SourceCursor,
  SourceFailure,
  type SourcePage,
  type SourceReader,
} from '#lib/domain/sources/source-reader';

/** Pages may move while they are read, so that one comes again now and then. So often it is a circle. */
const mostRepeats = 10;
/** In a row: filters of some systems leave pages empty */
const mostWithoutDevice = 10_000;

/** What is kept of a walk beside its cursor: as little after a million pages as after one. */
type Trail = {
  pages: number;
  /** Of the page to be read */
  place: string | null;
  /** Of the last page whose number was a power of two: any circle comes back to such a page, however long it is. */
  mark: { place: string | null; devices: string | null };
  /** Pages since then with the same devices */
  repeats: number;
  /** Pages up to here without any device */
  withoutDevice: number;
  circle: Circle | null;
};

const circles = {
  place: 'the address of the next page is one that was read before: the pages lead in a circle',
  devices: 'page after page lists the same devices: the pages lead in a circle',
  nothing: `there is always a next page, and the last ${mostWithoutDevice} list no device`,
};
type Circle = keyof typeof circles;

const start: Trail = {
  pages: 0,
  place: null,
  mark: { place: null, devices: null },
  repeats: 0,
  withoutDevice: 0,
  circle: null,
};

/**
 * Ends a walk that leads in a circle, whatever the source says is next. What is needed for that travels in the cursor, which is an
 * object in all readers, and so survives a restart. The page that leads back still counts: the failure comes in place of the next.
 */
export function withoutCircles(reader: SourceReader): SourceReader {
  return {
    ...reader,
    readPage: async (request) => {
      const { trail, own } = partsOf(request.cursor);
      if (trail.circle !== null) throw new SourceFailure('unexpected_answer', circles[trail.circle]);
      const page = await reader.readPage({ ...request, cursor: own });
      if (page.next === null) return page;
      const next = page.next.cursor as Record<string, SourceCursor>;
      const cursor = { ...next, trail: trailAfter(trail, page, page.next.place) };
      return { ...page, next: { ...page.next, cursor } };
    },
  };
}

/** A cursor of the version before has no trail: it begins there. */
function partsOf(cursor: SourceCursor): { trail: Trail; own: SourceCursor } {
  if (typeof cursor !== 'object' || cursor === null || Array.isArray(cursor))
    return { trail: start, own: cursor };
  const { trail, ...own } = cursor;
  return { trail: trail === undefined ? start : (trail as Trail), own };
}

function trailAfter(before: Trail, { records }: SourcePage, said: string | undefined): Trail {
  const pages = before.pages + 1;
  const place = said === undefined ? null : digestOf(said);
  const ids = records.map((one) => ('checkIn' in one ? one.checkIn.externalId : one.skipped.externalId));
  const devices = ids.some((id) => id !== null) ? digestOf(ids) : null;
  const isMark = Number.isInteger(Math.log2(pages));
  const repeats = before.repeats + (devices !== null && devices === before.mark.devices ? 1 : 0);
  const withoutDevice = devices === null ? before.withoutDevice + 1 : 0;
  const isPlaceKnown = place !== null && (place === before.place || place === before.mark.place);
  const circle = isPlaceKnown
    ? 'place'
    : repeats >= mostRepeats
      ? 'devices'
      : withoutDevice >= mostWithoutDevice
        ? 'nothing'
        : null;
  const mark = isMark ? { place, devices } : before.mark;
  return { pages, place, mark, repeats: isMark ? 0 : repeats, withoutDevice, circle };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
