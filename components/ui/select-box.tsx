interface Props<T extends string> {
  id: string;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
}

/** One of several; the system's own list. */
export function SelectBox<T extends string>({ id, value, choices, onChoose }: Props<T>) {
  return (
    <select
      id={id}
      value={value}
      onChange={(event) => {
        const choice = choices.find((one) => one.value === event.target.value);
        if (choice) onChoose(choice.value);
      }}
      className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1"
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} lang={choice.lang}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
