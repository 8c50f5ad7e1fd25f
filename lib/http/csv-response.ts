import { Readable } from 'node:stream';

/** A CSV file that is written piece by piece, as fast as it is read. */
export function csvResponse(fileName: string, pieces: AsyncIterable<string>): Response {
  const bytes = Readable.toWeb(Readable.from(pieces, { objectMode: false }), { type: 'bytes' });
  return new Response(bytes as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
    },
  });
}
