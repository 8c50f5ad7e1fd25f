import { useTranslations } from 'next-intl';
import { Skeleton } from '#components/ui/skeleton';

const rows = Array.from({ length: 12 }, (_, index) => index);
const widths = ['70%', '60%', '50%', '65%'];

/** Holds the table's place while the first page loads. */
export function ListSkeleton() {
  const t = useTranslations('common');
  return (
    <div>
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      {rows.map((row) => (
        <div
          key={row}
          className="grid h-15 grid-cols-2 items-center gap-4 border-line border-b px-3 sm:grid-cols-4"
        >
          {widths.map((width) => (
            <Skeleton key={width} width={width} />
          ))}
        </div>
      ))}
    </div>
  );
}
