import { createNote, listNotes } from '#lib/devices/device-notes';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/notes', ({ db, id, query, authority }) =>
  listNotes(db, id, query, authority),
);
export const POST = route('POST /api/v1/devices/{id}/notes', ({ db, id, body, authority, now }) =>
  createNote(db, id, body.text, authority, now),
);
