import { putDeviceTags } from '#lib/devices/change-device-tags';
import { route } from '#lib/http/route/route';

export const PUT = route('PUT /api/v1/devices/{id}/tags', ({ db, id, body, authority, now }) =>
  putDeviceTags(db, id, { tags: body.tags, actor: authority.actor, now }),
);
