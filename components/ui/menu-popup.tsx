'use client';

import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

export const menuItemClass =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1 outline-none ' +
  'data-disabled:cursor-not-allowed data-disabled:text-muted data-highlighted:bg-accent-soft';

/** The floating part of any menu. */
export function MenuPopup({ children, align = 'start' }: { children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <Menu.Portal>
      <Menu.Positioner align={align} sideOffset={4} className="z-30 outline-none">
        <Menu.Popup className="max-h-(--available-height) min-w-44 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg outline-none">
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}
