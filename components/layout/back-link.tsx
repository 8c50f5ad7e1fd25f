import Link from 'next/link';
import type { ReactNode } from 'react';
import { ArrowLeft } from '#components/ui/icons';

/** Leads from the page of one thing back to its list. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 rounded-md text-accent text-sm hover:underline"
    >
      <ArrowLeft aria-hidden="true" size={14} />
      {children}
    </Link>
  );
}
