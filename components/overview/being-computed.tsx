import { useTranslations } from 'next-intl';
import { Skeleton } from '../ui/skeleton.tsx';

const tiles = ['noncompliant', 'failed', 'entraDisagrees', 'neverReported', 'userHasToAct', 'waiting'];
const charts = ['hours', 'confirmation'];

/** Keeps the place of what a worker is computing for the first time. */
export function BeingComputed() {
  const t = useTranslations('overview');
  return (
    <>
      <div role="status" className="rounded-lg border border-line bg-surface p-4">
        <p className="font-semibold text-lg">{t('computing')}</p>
        <p className="text-muted">{t('computingText')}</p>
      </div>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        {tiles.map((tile) => (
          <div key={tile} className="flex h-31 flex-col rounded-lg border border-line bg-surface p-3">
            <Skeleton width="70%" />
            <Skeleton width="40%" />
          </div>
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {charts.map((chart) => (
          <div key={chart} className="h-80 rounded-lg border border-line bg-surface p-4">
            <Skeleton width="40%" />
          </div>
        ))}
      </div>
    </>
  );
}
