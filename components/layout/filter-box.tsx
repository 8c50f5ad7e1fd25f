interface FilterBoxProps {
  /** What the conditions are of */
  title: string;
  conditions: readonly { id: string; text: string }[];
}

/** A filter in words, one line for each condition. */
export function FilterBox({ title, conditions }: FilterBoxProps) {
  return (
    <div className="rounded-md border border-line bg-canvas px-3 py-2 text-sm">
      <p className="text-muted">{title}</p>
      <ul>
        {conditions.map(({ id, text }) => (
          <li key={id} className="wrap-anywhere">
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
