import { changeStream } from '#lib/http/route/change-stream';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: async ({ changes, signal }) =>
    new Response(changeStream(changes(), signal), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // Neither compressed here nor gathered by a proxy: each event is sent as it comes.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    }),
});
