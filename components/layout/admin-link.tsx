'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import type { IconComponent } from '#components/ui/icons';
import { useDenied } from './session-context.tsx';

interface Props {
  href: string;
  look: 'plain' | 'primary';
  icon: IconComponent;
  children: ReactNode;
}

/** Leads to a page for admins. For others it is a disabled button that says why. */
export function AdminLink({ href, look, icon: Icon, children }: Props) {
  const denied = useDenied('admin');
  const content = (
    <>
      <Icon aria-hidden="true" size={14} />
      {children}
    </>
  );
  return denied === null ? (
    <Link href={href} className={buttonClass(look)}>
      {content}
    </Link>
  ) : (
    <Button look={look} disabled title={denied}>
      {content}
    </Button>
  );
}
