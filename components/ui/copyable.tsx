import { CopyButton } from './copy-button.tsx';

/** An identifier, in full, with a button that copies it. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="font-mono text-sm">
        {/* A box of its own: what turns letters round ends within it. */}
        <bdi className="inline-block max-w-full break-all">{text}</bdi>
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
