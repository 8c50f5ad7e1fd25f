import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool, type PoolConfig, type QueryConfig, type QueryResult, types } from 'pg';
import { projectRoot } from '#lib/paths';

/** Prisma's own schema engine as WebAssembly, for development only: it compares a database with schema.prisma. */
export const filters = { externalTables: [], externalEnums: [] };

interface EngineModule {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
let engineModule: Promise<EngineModule> | null = null;

/** Where the engine leaves its last words; without it a panic hangs the caller. */
const panicRegistry = {
  set_message(message: string): void {
    throw new Error(`Prisma's schema engine failed: ${message}`);
  },
};

/** Node's own import of .wasm still warns; instantiating it by hand does not. */
async function loadEngineModule(): Promise<EngineModule> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const glue: EngineModule = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(gluePath.replace(/\.js$/, '.wasm'));
  const imports = { './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** A real engine on a database; ended with its connections when `use` is done. */
export async function withEngine<T>(
  databaseUrl: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  engineModule ??= loadEngineModule();
  const { SchemaEngine: Engine } = await engineModule;
  // The engine never closes its connection, and holds its advisory lock with it: the pool is ours to end.
  const pool = new CatalogPool({ connectionString: databaseUrl, max: 2 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogAdapterFactory(pool));
  const engine = await Engine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await use(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/**
 * The adapter refuses PostgreSQL's internal type "char", which the catalog returns. It passes disguised as a
 * time of day, which no catalog holds, and comes out as what the engine wants.
 */
class CatalogAdapterFactory extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.Time ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

class CatalogPool extends Pool {
  constructor(options: PoolConfig) {
    super(options);
    const query = this.query.bind(this) as (config: QueryConfig) => Promise<QueryResult>;
    const disguised = async (config: QueryConfig) => {
      const result = await query(config);
      for (const field of result.fields ?? []) {
        if (field.dataTypeID === types.builtins.CHAR) field.dataTypeID = types.builtins.TIMETZ;
      }
      return result;
    };
    this.query = disguised as typeof this.query;
  }
}

/** The SQL that leads from a database's tables (or from nothing) to schema.prisma; empty: no difference. */
export async function diffToSchema(databaseUrl: string, from: 'database' | 'empty'): Promise<string> {
  const path = join(projectRoot, 'prisma', 'schema.prisma');
  const schema = { files: [{ path, content: await readFile(path, 'utf8') }] };
  const start: DiffTarget =
    from === 'empty'
      ? { tag: 'empty' }
      : { tag: 'schemaDatasource', configDir: join(projectRoot, 'prisma'), ...schema };
  const sql = await withEngine(databaseUrl, (engine) =>
    engine.diff({
      from: start,
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters,
    }),
  );
  const text = sql.stdout?.trim() ?? '';
  return text.startsWith('-- This is an empty migration') ? '' : text;
}
