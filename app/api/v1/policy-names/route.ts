import { listPolicyNames } from '#lib/devices/list-policy-names';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: ({ db }) => listPolicyNames(db),
});
