import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Database } from '#lib/db/core/database';
import type { FakeMdm } from './fake-mdm.ts';
import { SourceWorld } from './source-world.ts';

export let world: SourceWorld;
export let db: Database;
export let mdm: FakeMdm;
/** Of the source */
export let id: string;

/** Each test begins with a source that was never read. */
export function inSourceWorld(): void {
  beforeAll(async () => {
    world = await SourceWorld.open();
    ({ db } = world);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.begin();
    ({ mdm, id } = world);
  });
}
