import { CopyButton } from './copy-button.tsx';

/** A full identifier with a copy button. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="font-mono text-sm">
        {/* A separate box keeps changes of the writing direction inside. */}
        <bdi className="inline-block max-w-full break-all">{text}</bdi>
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
