'use client';

import type { KeyboardEvent } from 'react';

interface RowActions {
  /** Moves the focus to a row; `extend` moves the end of the selection with it */
  move: (index: number, extend: boolean) => void;
  toggle: () => void;
  selectPage: () => void;
  open: () => void;
  quickLook: () => void;
  menu: (row: HTMLElement) => void;
}

interface Place {
  index: number;
  count: number;
  /** How many rows fit into the window */
  perScreen: number;
}

/** The keys of a grid whose rows take the focus. */
export function useRowKeys({ index, count, perScreen }: Place, actions: RowActions) {
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + perScreen,
    PageUp: index - perScreen,
    Home: 0,
    End: count - 1,
  };
  return function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (row === null || event.altKey || event.defaultPrevented) return;
    const act = actionOf(event, row);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  function actionOf(event: KeyboardEvent, row: HTMLElement): (() => void) | undefined {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey) return key === 'a' ? actions.selectPage : undefined;
    const step = steps[key];
    if (step !== undefined) {
      return () => actions.move(Math.min(count - 1, Math.max(0, step)), shiftKey);
    }
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return () => actions.menu(row);
    if (key === 'ArrowRight') return actions.quickLook;
    // The link, the check box and the menu of a row use these keys themselves.
    if (event.target !== row) return undefined;
    if (key === ' ') return shiftKey ? () => actions.move(index, true) : actions.toggle;
    return key === 'Enter' ? actions.open : undefined;
  }
}
