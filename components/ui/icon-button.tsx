import type { IconComponent } from './icons.tsx';

interface Props {
  icon: IconComponent;
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

/** A small button that is an icon only; it stays reachable while it can do nothing. */
export function IconButton({ icon: Icon, label, disabled = false, onClick }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && onClick()}
      className="inline-grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink aria-disabled:opacity-40 aria-disabled:hover:bg-transparent"
    >
      <Icon aria-hidden="true" size={15} />
    </button>
  );
}
