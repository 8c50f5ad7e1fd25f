import { ArrowDown, ArrowUp, ChevronsUpDown } from './icons.tsx';

type SortDirection = 'ascending' | 'descending' | 'none';

interface Props {
  label: string;
  direction: SortDirection;
  onSort: () => void;
}

/** A column name that sorts. */
export function SortButton({ label, direction, onSort }: Props) {
  const active = direction !== 'none';
  const Icon = !active ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className={`-mx-1 inline-flex min-h-6 max-w-[calc(100%+0.5rem)] items-center gap-1 rounded-md px-1 hover:text-ink ${active ? 'font-semibold text-ink' : ''}`}
    >
      <span className="min-w-0 text-start">{label}</span>
      <Icon aria-hidden="true" size={13} className="shrink-0" />
    </button>
  );
}
