import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { checkInBatch } from '#lib/contract/check-in';
import { TenkoError } from '#lib/errors';
import { route } from '#lib/http/route';

export const POST = route({
  access: 'check-ins:write',
  body: checkInBatch,
  run: ({ db, authority, body, now }) => {
    if (authority.feed === null) {
      throw new TenkoError('not_authorized', 'This API key belongs to no feed: check-ins need one.');
    }
    return recordCheckIns(db, { feed: authority.feed, checkIns: body.checkIns, now });
  },
});
