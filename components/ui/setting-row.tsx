import type { ReactNode } from 'react';

interface Props {
  /** The id of the control */
  id: string;
  label: string;
  note?: ReactNode;
  children: ReactNode;
}

/** One setting: name, explanation and control. */
export function SettingRow({ id, label, note, children }: Props) {
  return (
    <div className="grid items-center gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,18rem)]">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {note && <p className="text-muted text-sm">{note}</p>}
      </div>
      {children}
    </div>
  );
}
