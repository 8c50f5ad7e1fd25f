/** What a route returns: not yet a Response, so that it can also be written as it is. */
export interface RouteAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON, or the page of a problem */
  body: string;
}

export function toResponse({ body, headers, status }: RouteAnswer): Response {
  return new Response(body, { status, headers });
}
