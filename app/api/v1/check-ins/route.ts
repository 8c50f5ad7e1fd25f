import { logIntake } from '#lib/check-ins/intake-log';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { checkInBatch } from '#lib/contract/check-in';
import { TenkoError } from '#lib/errors';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'check-ins:write',
  body: checkInBatch,
  run: async ({ db, log, authority, body, now }) => {
    const { feed } = authority;
    if (feed === null) {
      throw new TenkoError('not_authorized', 'This API key belongs to no feed: check-ins need one.');
    }
    const answer = await recordCheckIns(db, { feed, checkIns: body.checkIns, now });
    logIntake(log, feed, answer.results, now);
    return answer;
  },
});
