'use client';

import type { IconComponent } from './icons.tsx';

interface Props {
  icon: IconComponent;
  label: string;
  pressed: boolean;
  onToggle: () => void;
}

/** A filter that one click switches on or off. */
export function ToggleChip({ icon: Icon, label, pressed, onToggle }: Props) {
  const look = pressed
    ? 'border-accent bg-accent-soft text-accent'
    : 'border-line-strong bg-surface text-ink hover:bg-sunken';
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onToggle}
      className={`inline-flex min-h-8 items-center gap-1.5 rounded-full border px-3 py-1 font-medium ${look}`}
    >
      <Icon aria-hidden="true" size={14} />
      {label}
    </button>
  );
}
