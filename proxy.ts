import { type NextRequest, NextResponse } from 'next/server';
import { pagePathHeader } from '#lib/http/page-path';
import { pagePolicy } from '#lib/http/security-headers';

const development = process.env.NODE_ENV === 'development';

/** Tells pages their own address, so that signing in can lead back to it, and which scripts are theirs. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const { pathname, search } = request.nextUrl;
  headers.set(pagePathHeader, pathname + search);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = pagePolicy(nonce, { development });
  // Next finds the nonce for its own scripts in here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** Pages only: what is prefetched, static or of the API runs nothing, and leads nobody to signing in. */
export const config = {
  matcher: [
    {
      source: '/((?!api/|_next/|icon.svg).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
};
