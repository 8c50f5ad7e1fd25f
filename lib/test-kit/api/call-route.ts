import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inRequest } from '#lib/http/server/request-context';
import { projectRoot } from '#lib/paths';

export const origin = 'http://127.0.0.1:3000';

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

/** Calls the route that stands at a path as Next would, without a server. `peer`: whom its socket would belong to. */
export async function callRoute(
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: unknown; peer?: string; proxied?: boolean } = {},
) {
  const { pathname } = new URL(path, origin);
  const [, segment] = /^\/api\/v1\/[^/]+\/([^/]+)/.exec(pathname) ?? [];
  const isOwn = existsSync(join(projectRoot, 'app', pathname, 'route.ts'));
  const id = isOwn ? undefined : segment;
  const isFeed = pathname.startsWith('/api/v1/feeds/');
  const [, runId] = /^\/api\/v1\/sources\/[^/]+\/runs\/([^/]+)/.exec(pathname) ?? [];
  const [, noteId] = /^\/api\/v1\/devices\/[^/]+\/notes\/([^/]+)/.exec(pathname) ?? [];
  const folder = (id === undefined ? pathname : pathname.replace(`/${id}`, isFeed ? '/[name]' : '/[id]'))
    .replace(`/runs/${runId}`, '/runs/[runId]')
    .replace(`/notes/${noteId}`, '/notes/[noteId]');
  const handlers = (await import(join(projectRoot, 'app', folder, 'route.ts'))) as Record<string, Handler>;
  const body =
    init.body === undefined ? null : typeof init.body === 'string' ? init.body : JSON.stringify(init.body);
  const request = new Request(new URL(path, origin), {
    method,
    headers: { host: '127.0.0.1:3000', ...init.headers },
    ...(body === null ? {} : { body }),
  });
  const response = await inRequest({ peer: init.peer ?? '', proxied: init.proxied ?? false }, () =>
    (handlers[method] as Handler)(request, {
      params: Promise.resolve(
        id === undefined
          ? undefined
          : isFeed
            ? { name: decodeURIComponent(id) }
            : { id, ...(runId !== undefined && { runId }), ...(noteId !== undefined && { noteId }) },
      ),
    }),
  );
  return readAnswer(response);
}

/** What a route answered, in full. */
export async function readAnswer(response: Response) {
  const { status, headers } = response;
  const media = headers.get('content-type') ?? '';
  // A stream of events would never end.
  const isEndless = media.includes('event-stream');
  if (isEndless) await response.body?.cancel();
  // Not text(): it would drop a byte order mark.
  const text = isEndless ? '' : Buffer.from(await response.arrayBuffer()).toString('utf8');
  return {
    status,
    headers,
    text,
    json: /^application\/(problem\+)?json/.test(media) ? JSON.parse(text) : null,
  };
}

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Calls the API with a key. */
export const callsWith = (key: () => string) => (method: string, path: string, body?: unknown) =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(key()), ...(body === undefined ? {} : { body }) });
