import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { applicationRole, prepareApplicationRole } from '#lib/run/postgres/data-folder/application-role';
import { initialiseCluster, superuser } from '#lib/run/postgres/data-folder/initialise-cluster';
import { type DatabaseOwner, databaseOwner } from '#lib/run/postgres/database-owner';
import { findPrograms, newPassword } from '#lib/run/postgres/embedded-database';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { ports, postgresSettings } from './configs.ts';
import { type Host, run, scratch, until } from './hosts.ts';

const networks = '10.213.7.0/24';

/** PostgreSQL on two hosts: one takes writes, the other follows it and confirms each commit. */
export class PostgresPair {
  primary: Host;
  standby: Host;
  readonly password = newPassword();
  readonly applicationPassword = newPassword();
  readonly #programs = findPrograms();
  #owner: DatabaseOwner = { prefix: [] };

  constructor(primary: Host, standby: Host) {
    this.primary = primary;
    this.standby = standby;
  }

  async open(): Promise<void> {
    const dir = folderOf(this.primary);
    await mkdir(join(scratch, this.primary.name), { recursive: true });
    this.#owner = await databaseOwner(dir, this.#programs);
    await initialiseCluster(dir, this.#programs, this.#owner, this.password);
    const access = ['all', 'replication'].map((what) => `host ${what} all ${networks} scram-sha-256\n`);
    await writeFile(join(dir, 'pg_hba.conf'), access.join(''), { flag: 'a' });
    await this.#start(this.primary);
    await until('the primary starts', () => this.isUp(this.primary));
    await prepareApplicationRole({
      addressOf: (name) => this.address(this.primary, name),
      database: 'tenko',
      password: this.applicationPassword,
    });
    await this.rebuildStandby();
  }

  address(host: Pick<Host, 'address'>, name = 'tenko'): string {
    return `postgresql://${superuser}:${this.password}@${host.address}:${ports.database}/${name}`;
  }

  /** As the product's role, wherever it is reached */
  applicationUrl(at: string): string {
    return `postgresql://${applicationRole}:${this.applicationPassword}@${at}/tenko`;
  }

  async ask<Row extends object>(host: Host, text: string): Promise<Row[]> {
    const connectionString = this.address(host, 'postgres');
    const client = new Client({ connectionString, connectionTimeoutMillis: 2000, query_timeout: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(text)).rows;
    } finally {
      void client.end().catch(() => undefined);
    }
  }

  isUp = (host: Host) =>
    this.ask(host, 'SELECT 1').then(
      () => true,
      () => false,
    );

  /** Whether the standby has all that the primary wrote, and follows what comes. */
  async isFollowed(): Promise<boolean> {
    const found = await this.ask<{ state: string; behind: number }>(
      this.primary,
      `SELECT state, pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn)::float8 AS behind FROM pg_stat_replication
       WHERE application_name = 'standby'`,
    );
    return found.some(({ state, behind }) => state === 'streaming' && behind < 1_000_000);
  }

  /** From then on a commit is answered once the standby has it, too; or no longer. Resolves once it has all of before. */
  async waitForStandby(isOn: boolean): Promise<void> {
    await this.ask(this.primary, `ALTER SYSTEM SET synchronous_standby_names = '${isOn ? 'standby' : ''}'`);
    await this.ask(this.primary, 'SELECT pg_reload_conf()');
    if (!isOn) return;
    // Sessions hear of it one after the other, and what was committed before that did not wait.
    await wait(1000);
    const [now] = await this.ask<{ lsn: string }>(this.primary, 'SELECT pg_current_wal_flush_lsn() AS lsn');
    await until('the standby has all of before', async () => {
      const found = await this.ask(
        this.primary,
        `SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND flush_lsn >= '${now?.lsn}'`,
      );
      return found.length > 0;
    });
  }

  /** The other host takes over. The former primary must be fenced before. */
  async promote(): Promise<void> {
    const [former, next] = [this.primary, this.standby];
    await this.ask(next, 'SELECT pg_promote(false)');
    await until('the standby is promoted', async () => {
      const [row] = await this.ask<{ standby: boolean }>(next, 'SELECT pg_is_in_recovery() AS standby');
      return row?.standby === false;
    });
    this.primary = next;
    this.standby = former;
    // Nobody follows yet: a commit that waits for nobody would wait for ever.
    await this.waitForStandby(false);
  }

  /** A new copy of the primary, as `pg_basebackup` makes one. */
  async rebuildStandby(): Promise<void> {
    const dir = folderOf(this.standby);
    await this.standby.kill();
    await rm(join(scratch, this.standby.name), { recursive: true, force: true });
    await mkdir(join(scratch, this.standby.name), { recursive: true });
    const client = new Client({ connectionString: this.address(this.primary, 'postgres') });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query("SELECT pg_backup_start('standby', fast => true)");
      await copyRunning(folderOf(this.primary), dir);
      const { rows } = await client.query<{ label: string }>(
        'SELECT labelfile AS label FROM pg_backup_stop(wait_for_archive => false)',
      );
      await writeFile(join(dir, 'backup_label'), rows[0]?.label ?? '');
    } finally {
      await client.end();
    }
    const follows = `host=${this.primary.address} port=${ports.database} user=${superuser} password=${this.password} application_name=standby connect_timeout=3 keepalives_idle=5 tcp_user_timeout=8000`;
    await writeFile(join(dir, 'postgresql.auto.conf'), `primary_conninfo = '${follows}'\n`);
    await writeFile(join(dir, 'standby.signal'), '');
    const { uid, gid } = this.#owner;
    if (uid !== undefined && gid !== undefined) {
      for (const name of ['backup_label', 'postgresql.auto.conf', 'standby.signal'])
        await chown(join(dir, name), uid, gid);
    }
    await this.startStandby();
  }

  /** The standby as it is on its disk. */
  async startStandby(): Promise<void> {
    await rm(join(folderOf(this.standby), 'postmaster.pid'), { force: true });
    await this.#start(this.standby);
    await until('the standby starts', () => this.isUp(this.standby));
  }

  async #start(host: Host): Promise<void> {
    const { uid, gid } = this.#owner;
    const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
    const walk = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    const settings = postgresSettings().flatMap((setting) => ['-c', setting]);
    const server = [join(this.#programs, 'postgres'), '-D', folderOf(host), ...settings];
    const env = plainEnvironment({});
    host.start(['setpriv', ...ids, ...walk, '--', ...server], env);
    const url = this.address({ address: '127.0.0.1' }, 'postgres');
    await host.start(
      [process.execPath, 'lib/tests/cluster/primary-check.ts', String(ports.primaryCheck), url],
      env,
    ).ready;
  }
}

const folderOf = (host: Host) => join(scratch, host.name, 'database');

/** Files that go away meanwhile are no part of a backup; nor are the log, and the pid of the server that is copied. */
async function copyRunning(from: string, to: string): Promise<void> {
  const left = ['postmaster.*', 'pg_wal/*', 'pg_replslot/*', 'pg_stat_tmp/*'].map(
    (path) => `--exclude='./${path}'`,
  );
  await mkdir(to, { recursive: true });
  const read = `tar -C ${from} --warning=none --ignore-failed-read ${left.join(' ')} -cf - .`;
  await run('sh', '-c', `(${read} || [ $? -eq 1 ]) | tar -C ${to} -xpf -`);
}
