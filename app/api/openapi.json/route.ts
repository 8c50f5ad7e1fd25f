import { openApiDocument } from '#lib/contract/openapi';
import { guardedRoute } from '#lib/http/route/route';

export const GET = guardedRoute({ scope: 'devices:read' }, () => Promise.resolve(openApiDocument()));
