import { askWhatIf } from '#lib/devices/ask-what-if';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/devices/{id}/what-if', ({ db, gateway, id, body, now }) =>
  askWhatIf(db, gateway, { id, app: body.app }, now),
);
