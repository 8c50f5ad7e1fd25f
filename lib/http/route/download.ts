import { webRuntime } from './web-runtime.ts';

export interface Download {
  contentType: string;
  /** ASCII, without quotes */
  fileName: string;
  /** Made as they are taken; returned when the client goes away */
  chunks: AsyncGenerator<string>;
}

/** Answers a file as it is made: what fails before its first part is still a problem document. */
export async function downloadResponse({ contentType, fileName, chunks }: Download): Promise<Response> {
  const first = await chunks.next();
  return new Response(streamOf(first, chunks), {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-content-type-options': 'nosniff',
    },
  });
}

function streamOf(first: IteratorResult<string>, chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let ready: IteratorResult<string> | null = first;
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = ready ?? (await chunks.next());
          ready = null;
          // A reader that goes away while a part is made is no error.
          if (left) return;
          if (chunk.done === true) controller.close();
          else controller.enqueue(encoder.encode(chunk.value));
        } catch (error) {
          if (left) return;
          webRuntime().log.error({ event: 'download.failed', err: error }, 'a download was interrupted');
          controller.error(error);
        }
      },
      async cancel() {
        left = true;
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
