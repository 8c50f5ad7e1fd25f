import { changeEvents } from '#lib/http/route/change-stream';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/changes', async ({ changes, signal }) =>
  changeEvents(changes(), signal),
);
