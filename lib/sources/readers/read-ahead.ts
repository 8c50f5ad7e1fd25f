import type { PageRequest, SourcePage, SourceReader } from '#lib/domain/sources/source-reader';

/** After so long, what was read ahead is dropped: whoever asks then wants the source's word of now. */
const keptMs = 60_000;

/**
 * Reads the next page while the last one is recorded, unless the source wants a pause between them. A failure comes when the page
 * is asked for. Still one call at a time, for a caller that makes one at a time.
 */
export function readAhead(reader: SourceReader): SourceReader {
  let ahead: { key: string; page: Promise<SourcePage> } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const drop = () => {
    clearTimeout(timer);
    ahead = null;
  };
  const read = async (request: PageRequest): Promise<SourcePage> => ({
    ...(await reader.readPage(request)),
    readAt: request.now,
  });
  return {
    ...reader,
    readPage: async (request) => {
      const kept = ahead?.key === keyOf(request) ? ahead.page : null;
      drop();
      const page = await (kept ?? read(request));
      if (page.next?.pauseMs !== 0) return page;
      const next = { ...request, cursor: page.next.cursor, now: new Date() };
      ahead = { key: keyOf(next), page: read(next) };
      ahead.page.catch(() => undefined);
      timer = setTimeout(drop, keptMs).unref();
      return page;
    },
  };
}

function keyOf({ walk, cursor, since }: PageRequest): string {
  return JSON.stringify([walk, cursor, since]);
}
