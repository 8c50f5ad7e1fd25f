'use client';

import type { SavedView, ViewQuery } from '#lib/contract/view';
import { DeleteViewDialog } from './delete-view-dialog.tsx';
import { SaveViewDialog } from './save-view-dialog.tsx';

/** Save the list as it is (without a view), rename or share a view, or delete it. */
export type ViewTask = { kind: 'save'; view: SavedView | null } | { kind: 'delete'; view: SavedView };

interface Props {
  task: ViewTask;
  now: ViewQuery;
  onClose: () => void;
  onSaid: (text: string) => void;
}

export function ViewDialogs({ task, now, onClose, onSaid }: Props) {
  return task.kind === 'save' ? (
    <SaveViewDialog view={task.view} now={now} onClose={onClose} onSaid={onSaid} />
  ) : (
    <DeleteViewDialog view={task.view} onClose={onClose} onSaid={onSaid} />
  );
}
