import type { z } from 'zod';
import { type Definition, type Handler, handler } from './route.ts';
import { webRuntime } from './web-runtime.ts';

export interface Download {
  contentType: string;
  /** ASCII, without quotes */
  fileName: string;
  /** Made as they are taken; returned when the client goes away */
  chunks: AsyncGenerator<string>;
}

/** A route that answers a file as it is made: what fails before its first part is a problem document. */
export function download<Q extends z.ZodType = z.ZodType>(
  definition: Definition<Q, z.ZodType, Download>,
): Handler {
  return handler(definition, async ({ contentType, fileName, chunks }, requestId) => {
    const first = await chunks.next();
    return new Response(streamOf(first, chunks, requestId), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${fileName}"`,
        'x-content-type-options': 'nosniff',
        'x-request-id': requestId,
        'cache-control': 'no-store',
      },
    });
  });
}

function streamOf(
  first: IteratorResult<string>,
  chunks: AsyncGenerator<string>,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let ready: IteratorResult<string> | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = ready ?? (await chunks.next());
          ready = null;
          if (chunk.done === true) controller.close();
          else controller.enqueue(encoder.encode(chunk.value));
        } catch (error) {
          webRuntime().log.error({ err: error, requestId }, 'a download broke off');
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
