'use client';

import Link from 'next/link';
import { useFormatter } from 'next-intl';
import type { ReactNode } from 'react';
import type { IconComponent } from '../ui/icons.tsx';

interface Props {
  name: string;
  icon: IconComponent;
  href: string;
  value: string;
  /** Of all devices; left out where that says nothing */
  share?: number;
  children: ReactNode;
}

/** A number that leads to what it counts; the whole tile is the link. */
export function KeyFigure({ name, icon: Icon, href, value, share, children }: Props) {
  const format = useFormatter();
  return (
    <li className="relative flex min-h-31 flex-col rounded-lg border border-line bg-surface p-3 hover:border-line-strong">
      <Link href={href} className="font-medium after:absolute after:inset-0 after:rounded-lg">
        <span className="flex items-start gap-1.5 text-muted">
          <Icon aria-hidden="true" size={14} strokeWidth={2.25} className="mt-1 shrink-0" />
          {name}
        </span>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold text-xl">{value}</span>
          {share !== undefined && (
            <span className="text-muted text-xs">
              {format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
            </span>
          )}
        </span>
      </Link>
      {children}
    </li>
  );
}
