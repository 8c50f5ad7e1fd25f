import { notFound } from 'next/navigation';
import { pageContext } from '#lib/http/pages/page-context';

/**
 * Every address that no page has, so that the header stays. `app/not-found.tsx` must not show the header itself: Next makes it for
 * every page, in case that one is not found.
 */
export default async function UnknownPage() {
  await pageContext();
  notFound();
}
