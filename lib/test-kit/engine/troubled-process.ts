import type { Database } from '#lib/db/core/database';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Engine } from '#lib/engine/engine';

/** Nothing of ours catches this: the process was gone at this line. */
export class ProcessDied extends Error {
  override name = 'ProcessDied';
}

/**
 * A process dies at its first call to Microsoft or at the end of its first transaction, or its calls are held up
 * on the way there or back while everything else goes on.
 */
export const troubles = [
  'dies before the call',
  'dies after the call',
  'dies before the commit',
  'dies after the commit',
  'call is late',
  'answer is late',
] as const;
export type Trouble = (typeof troubles)[number];

/** An engine in such a process; what it did until then stands, in the database and at Microsoft. */
export function troubledEngine(engine: Engine, trouble: Trouble, released: Promise<void>): Engine {
  switch (trouble) {
    case 'dies before the call':
      return withGateway(engine, () => Promise.reject(new ProcessDied()));
    case 'dies after the call':
      return withGateway(engine, async (call) => {
        await call().catch(() => undefined);
        throw new ProcessDied();
      });
    case 'call is late':
      return withGateway(engine, async (call) => {
        await released;
        return call();
      });
    case 'answer is late':
      return withGateway(engine, (call) => call().finally(() => released));
    case 'dies before the commit':
    case 'dies after the commit':
      return { ...engine, db: dyingDatabase(engine.db, trouble) };
  }
}

type Around = <T>(call: () => Promise<T>) => Promise<T>;

function withGateway(engine: Engine, around: Around): Engine {
  const { gateway } = engine;
  const troubled: AzureGateway = {
    ...gateway,
    provision: (url) => around(() => gateway.provision(url)),
    upload: (messageId, body) => around(() => gateway.upload(messageId, body)),
    confirm: (messageId) => around(() => gateway.confirm(messageId)),
    findUserObjectId: (name) => around(() => gateway.findUserObjectId(name)),
    readDevices: (ids) => around(() => gateway.readDevices(ids)),
    // What is read before it is written changes nothing: the trouble comes with the write.
    writeDevices: (writes) => around(() => gateway.writeDevices(writes)),
  };
  return { ...engine, gateway: troubled };
}

function dyingDatabase(db: Database, trouble: 'dies before the commit' | 'dies after the commit'): Database {
  return {
    ...db,
    transaction: async (work) => {
      await db.transaction(async (tx) => {
        await work(tx);
        if (trouble === 'dies before the commit') throw new ProcessDied();
      });
      throw new ProcessDied();
    },
  };
}
