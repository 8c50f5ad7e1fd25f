import { Skeleton } from '#components/ui/skeleton';

const rows = ['60%', '45%', '70%', '50%', '65%', '40%'];

/** Keeps the timeline's place while its first page is on its way. */
export function TimelineSkeleton() {
  return (
    <div aria-hidden="true">
      {rows.map((width) => (
        <div key={width} className="h-14 border-line border-b px-4 py-3">
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  );
}
