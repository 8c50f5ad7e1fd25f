type PublicHandler = (request: Request) => Promise<Response>;

/** A route that needs no session or key. Declared explicitly, so that none is public by accident. */
export function publicRoute(handle: PublicHandler): PublicHandler & { access: 'public' } {
  return Object.assign((request: Request) => handle(request), { access: 'public' as const });
}
