import { CopyButton } from './copy-button.tsx';

interface Props {
  text: string;
  what: string;
  /** Long lines break: for text without lines of its own */
  wrap?: boolean;
}

/** Text for a terminal or a file. Long lines scroll, also by keyboard. */
export function CodeBlock({ text, what, wrap = false }: Props) {
  return (
    <div className="relative w-full text-start">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        aria-label={what}
        className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 pe-10"
      >
        <pre className={`font-mono text-sm ${wrap ? 'whitespace-pre-wrap wrap-anywhere' : ''}`}>{text}</pre>
      </section>
      <div className="absolute end-1.5 top-1.5 rounded-md bg-sunken">
        <CopyButton text={text} what={what} />
      </div>
    </div>
  );
}
