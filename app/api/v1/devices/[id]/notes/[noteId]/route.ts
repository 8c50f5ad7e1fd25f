import { changeNote, deleteNote } from '#lib/devices/device-notes';
import { route } from '#lib/http/route/route';

export const PUT = route(
  'PUT /api/v1/devices/{id}/notes/{noteId}',
  ({ db, id, noteId, body, authority, now }) =>
    changeNote(db, { deviceId: id, id: noteId, text: body.text }, authority, now),
);
export const DELETE = route(
  'DELETE /api/v1/devices/{id}/notes/{noteId}',
  ({ db, id, noteId, authority, now }) => deleteNote(db, { deviceId: id, id: noteId }, authority, now),
);
