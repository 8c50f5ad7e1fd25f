/** What a route answers as a file instead of JSON: written piece by piece, as fast as it is read. */
export class Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly pieces: AsyncIterable<string>;

  constructor(fileName: string, mediaType: string, pieces: AsyncIterable<string>) {
    this.fileName = fileName;
    this.mediaType = mediaType;
    this.pieces = pieces;
  }
}

export function downloadResponse(download: Download, requestId: string): Response {
  const encoder = new TextEncoder();
  const pieces = download.pieces[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': `${download.mediaType}; charset=utf-8`,
      'content-disposition': `attachment; filename="${download.fileName}"`,
      'cache-control': 'no-store',
      'x-request-id': requestId,
    },
  });
}
