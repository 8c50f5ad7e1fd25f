import { Fragment } from 'react';

/** A long name of a program's, which breaks only between its parts. */
export function BreakableName({ name }: { name: string }) {
  const [first, ...others] = name.split('_');
  return (
    <span translate="no">
      {first}
      {others.map((part) => (
        <Fragment key={part}>
          _<wbr />
          {part}
        </Fragment>
      ))}
    </span>
  );
}
