import { type DownloadName, operations } from '#lib/contract/operations';
import { type CallOf, serve } from './route.ts';
import { webRuntime } from './web-runtime.ts';

export interface Download {
  /** ASCII, without quotes; if there are several formats, the extension is the requested one */
  fileName: string;
  /** Produced as they are read; closed when the client disconnects */
  chunks: AsyncGenerator<string>;
}

/** Serves a file while it is being produced: an error before its first part is still a problem document. */
export function downloadRoute<N extends DownloadName>(
  name: N,
  make: (call: CallOf<N>) => Download | Promise<Download>,
) {
  const { media } = operations[name];
  return serve(name, async (call: CallOf<N>) => {
    const { fileName, chunks } = await make(call);
    const first = await chunks.next();
    return new Response(streamOf(first, chunks), {
      headers: {
        'content-type': `${mediaType(media, fileName)}; charset=utf-8`,
        'content-disposition': `attachment; filename="${fileName}"`,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}

function mediaType(media: string | Readonly<Record<string, string>>, fileName: string): string {
  if (typeof media === 'string') return media;
  const type = media[fileName.slice(fileName.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`The operation declares no media type for ${fileName}.`);
  return type;
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
          // A reader that disconnects while a part is being produced is no error.
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
