const base = 'http://own.invalid';

/**
 * Where to go after signing in: a page of ours, or the first one. A backslash, `//` or a control character would lead a
 * browser elsewhere, and an address of the API is no page.
 */
export function returnPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || wanted.length > 2000 || !URL.canParse(wanted, base)) return '/';
  const url = new URL(wanted, base);
  const isOwn = url.origin === base && /^\/(?![/\\])/.test(wanted) && /^\/(?!\/)/.test(url.pathname);
  if (!isOwn || /^\/(api|sign-in|no-access)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
