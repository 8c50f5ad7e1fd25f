import type { ReactNode } from 'react';
import { ChevronDown, ChevronRight } from './icons.tsx';

interface Props {
  open: boolean;
  /** Of the row below, which is there while this one is open */
  detailsId: string;
  /** What opens, for who cannot see the arrow */
  label: string;
  onToggle: () => void;
  children: ReactNode;
}

/** The first cell of a row that opens: what is in it, behind an arrow. */
export function RowOpener({ open, detailsId, label, onToggle, children }: Props) {
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={open ? detailsId : undefined}
      onClick={onToggle}
      className="-ms-1.5 inline-flex items-start gap-1 rounded-md text-start"
    >
      <Icon aria-hidden="true" size={14} className="mt-1 shrink-0 text-muted" />
      {children}
      <span className="sr-only">{label}</span>
    </button>
  );
}
