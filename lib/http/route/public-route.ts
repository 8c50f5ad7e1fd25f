type PublicHandler = (request: Request) => Promise<Response>;

/** A route that answers without session or key. Said aloud, so that none is open by oversight. */
export function publicRoute(handle: PublicHandler): PublicHandler & { access: 'public' } {
  return Object.assign((request: Request) => handle(request), { access: 'public' as const });
}
