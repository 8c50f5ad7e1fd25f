import type { About, Installation } from '#lib/contract/about';
import type { Database } from '#lib/db/core/database';
import { readDatabaseFacts } from '#lib/db/core/database-size';
import { fixedRetention } from '#lib/domain/retention';

/** What runs here, how large it has become, and how long it keeps what it stores. */
export async function getAbout(db: Database, installation: Installation): Promise<About> {
  const { version, azure, retentionDays } = installation;
  const { postgresql, schema, bytes, tables } = await readDatabaseFacts(db.pool);
  return {
    version,
    azure,
    node: process.versions.node,
    postgresql,
    schema,
    database: { bytes, tables },
    retentionDays: { ...retentionDays, ...fixedRetention },
  };
}
