import { countFacets } from '#lib/devices/count-facets';
import type { Engine } from '#lib/engine/engine';
import { type RepeatedTask, repeat } from './repeat.ts';

const lookEveryMs = 5000;

/** Keeps the numbers beside filters fresh, in whichever worker comes first when it is time. */
export function startFacetCounting({ db, log, clock }: Engine): RepeatedTask {
  return repeat('facet counting', lookEveryMs, log, async () => {
    await countFacets(db, clock());
    return false;
  });
}
