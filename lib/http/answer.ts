/** What a route answers: not yet a Response, so that it can also be written as it is. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** JSON, or the page of a problem */
  body: string;
}

export function toResponse({ body, headers, status }: Answer): Response {
  return new Response(body, { status, headers });
}
