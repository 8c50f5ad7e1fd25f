import { route } from '#lib/http/route/route';
import { testSource } from '#lib/sources/test-source';

export const POST = route('POST /api/v1/sources/{id}/test', ({ db, sources, id, now }) =>
  testSource({ db, sources }, id, now),
);
