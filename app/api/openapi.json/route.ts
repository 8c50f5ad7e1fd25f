import { openApiDocument } from '#lib/contract/openapi';
import { route } from '#lib/http/route/route';

export const GET = route({ access: 'devices:read', run: () => Promise.resolve(openApiDocument()) });
