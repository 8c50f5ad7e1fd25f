/** A placeholder as high as a line of text. */
export function Skeleton({ width = '60%' }: { width?: string }) {
  return (
    <span
      aria-hidden="true"
      className="my-1 inline-block h-3.5 max-w-full rounded-md bg-sunken align-middle"
      style={{ width }}
    />
  );
}
