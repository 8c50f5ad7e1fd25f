import { type NextRequest, NextResponse } from 'next/server';
import { pagePathHeader } from '#lib/http/page-path';

/** Tells pages their own address, so that signing in can lead back to it. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const { pathname, search } = request.nextUrl;
  headers.set(pagePathHeader, pathname + search);
  return NextResponse.next({ request: { headers } });
}

/** Pages only: what is prefetched, static or of the API leads nobody to signing in. */
export const config = {
  matcher: [
    {
      source: '/((?!api/|_next/|icon.svg|sign-in).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
};
