import { route } from '#lib/http/route/route';
import { importDevices } from '#lib/sources/imports/import-devices';

export const POST = route('POST /api/v1/imports', ({ db, ivantiExport, authority, query, body, now }) =>
  importDevices({ db, ivantiExport }, { ...query, file: body }, { actor: authority.actor, now }),
);
