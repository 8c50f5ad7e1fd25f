import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '#lib/domain/people/actor';
import type {
  AuditAction,
  AuditCriteria,
  AuditFacts,
  AuditOutcome,
  AuditSort,
} from '#lib/domain/people/audit-event';
import { oftenMet, readFirst } from '../core/plan-hints.ts';
import { escapeLike, Prisma, type Queryable } from '../core/prisma.ts';

export interface AuditEntry {
  actor: Actor;
  action: AuditAction;
  /** The id of what it was done to; of a refused call, its method and path */
  target: string | null;
  outcome?: AuditOutcome;
  /** What changed, and what it was: only that */
  before?: AuditFacts;
  after?: AuditFacts;
  /** What else is worth knowing */
  details?: AuditFacts;
  /** Of a refusal that was met again and again */
  count?: number;
  now: Date;
}

/** Writes who did what, in the transaction that did it. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await recordAudits(db, [entry]);
}

/** Several events, one statement for all. */
export async function recordAudits(db: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await db.auditEvent.createMany({ data: entries.map(rowOf) });
}

function rowOf(entry: AuditEntry) {
  const { actor, action, target, outcome = 'done', before, after, details = {}, count = 1, now } = entry;
  return {
    id: uuidv7(),
    at: now,
    actorKind: actor.kind,
    actorName: actor.name,
    actorId: actor.id ?? null,
    action,
    target,
    outcome,
    count,
    before: toJson(before),
    after: toJson(after),
    details: details as Prisma.InputJsonObject,
    requestId: actor.requestId,
    address: actor.from?.address ?? null,
    userAgent: actor.from?.userAgent ?? null,
  };
}

function toJson(facts: AuditFacts | undefined) {
  return facts === undefined ? Prisma.DbNull : (facts as Prisma.InputJsonObject);
}

/** Deletes at most `most` of the oldest events before a time, at least a day ago; returns how many. */
export async function forgetAuditEvents(db: Queryable, before: Date, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ forgotten: number }[]>`
    SELECT forget_audit_events(${before}, ${most}::integer) AS forgotten`;
  return row?.forgotten ?? 0;
}

export interface AuditRow {
  id: string;
  at: Date;
  actorKind: Actor['kind'];
  actorName: string;
  actorId: string | null;
  action: string;
  target: string | null;
  /** The device's name now, where the target is one */
  targetName: string | null;
  outcome: AuditOutcome;
  count: number;
  before: AuditFacts | null;
  after: AuditFacts | null;
  details: AuditFacts;
  requestId: string | null;
  address: string | null;
  userAgent: string | null;
}

interface PageQuery {
  filter: AuditCriteria;
  sort: AuditSort;
  after: { value: string; id: string } | null;
  limit: number;
}

/** More matches than these are met soon enough by a scan of the log in its order. */
const sortable = 5000;
/** Shorter texts have no trigram. */
const shortestIndexed = 3;

const columns = Prisma.raw(`e.id, e.at, e.actor_kind AS "actorKind", e.actor_name AS "actorName",
  e.actor_id AS "actorId", e.action, e.target, d.name AS "targetName", e.outcome, e.count, e.before, e.after,
  e.details, e.request_id AS "requestId", e.address, e.user_agent AS "userAgent"`);

const text = Prisma.raw(
  'audit_text(e.actor_name, e.action, e.target, e.address, e.request_id, e.details, e.before, e.after)',
);

/**
 * Up to `limit` events after a position, by keyset. Each value of a set is read in its own index's order, and the few
 * rows of each are merged: `= ANY` would make PostgreSQL sort all that match. A rare text is found by the trigram
 * index; a common one by a scan of the log, which meets it soon.
 */
export async function selectAuditPage(db: Queryable, query: PageQuery): Promise<AuditRow[]> {
  const { filter, limit } = query;
  const order = Prisma.raw(query.sort === '-at' ? 'DESC' : 'ASC');
  const ordered = Prisma.sql`ORDER BY e.at ${order}, e.id ${order} LIMIT ${limit}`;
  const terms = [...termsOf(filter), ...beyond(query)];
  const page = (await isRare(db, filter, terms))
    ? Prisma.sql`found ${readFirst} (
        SELECT e.* FROM audit_events e WHERE ${all([...sets(filter), ...terms, ...like(filter)])}),
      page ${readFirst} (SELECT * FROM found e ${ordered})`
    : Prisma.sql`page ${readFirst} (SELECT * FROM (${union(
        scansOf(filter).map((scan) => [...scan, ...terms, ...met(filter)]),
        ordered,
      )}) e ${ordered})`;
  return db.$queryRaw<AuditRow[]>`
    WITH ${page}
    SELECT ${columns} FROM page e LEFT JOIN devices d
      ON d.id = CASE WHEN e.action LIKE 'device.%' AND e.target ~ '^[0-9a-f-]{36}$' THEN e.target::uuid END
    ORDER BY e.at ${order}, e.id ${order}`;
}

async function isRare(db: Queryable, filter: AuditCriteria, terms: Prisma.Sql[]): Promise<boolean> {
  const { q } = filter;
  if (q === undefined || isShort(q)) return false;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM audit_events e WHERE ${all([...sets(filter), ...terms, ...like(filter)])} LIMIT ${sortable + 1}) f`;
  return row !== undefined && row.count <= sortable;
}

const all = (terms: Prisma.Sql[]) => Prisma.join([...terms, Prisma.sql`true`], ' AND ');

function union(scans: Prisma.Sql[][], ordered: Prisma.Sql): Prisma.Sql {
  const parts = scans.map(
    (scan) => Prisma.sql`(SELECT e.* FROM audit_events e WHERE ${all(scan)} ${ordered})`,
  );
  return Prisma.join(parts, ' UNION ALL ');
}

function like({ q }: AuditCriteria): Prisma.Sql[] {
  return q === undefined ? [] : [Prisma.sql`${text} ILIKE ${`%${escapeLike(q)}%`}`];
}

/**
 * The same where it is met often, so that PostgreSQL expects that and scans: it would go by the index, or read all,
 * else. Of a text too short for the index it knows best itself.
 */
function met(filter: AuditCriteria): Prisma.Sql[] {
  if (isShort(filter.q)) return like(filter);
  return like(filter).map(oftenMet);
}

const isShort = (q: string | undefined) => q !== undefined && q.length < shortestIndexed;

const column = { actor: Prisma.raw('e.actor_name'), action: Prisma.raw('e.action') } as const;
const setNames = ['actor', 'action'] as const;

function sets(filter: AuditCriteria): Prisma.Sql[] {
  return setNames.flatMap((name) =>
    filter[name]?.length ? [Prisma.sql`${column[name]} = ANY(${filter[name]})`] : [],
  );
}

/** One scan of an index for each combination of values. */
function scansOf(filter: AuditCriteria): Prisma.Sql[][] {
  return setNames.reduce<Prisma.Sql[][]>(
    (scans, name) => {
      const values = filter[name]?.length ? [...new Set(filter[name])] : [];
      if (values.length === 0) return scans;
      return scans.flatMap((scan) =>
        values.map((value) => [...scan, Prisma.sql`${column[name]} = ${value}`]),
      );
    },
    [[]],
  );
}

function termsOf({ target, outcome, after, before }: AuditCriteria): Prisma.Sql[] {
  return [
    ...(target === undefined ? [] : [Prisma.sql`e.target = ${target}`]),
    ...(outcome === undefined ? [] : [Prisma.sql`e.outcome = ${outcome}::audit_outcome`]),
    ...(after === undefined ? [] : [Prisma.sql`e.at >= ${after}::timestamptz`]),
    ...(before === undefined ? [] : [Prisma.sql`e.at < ${before}::timestamptz`]),
  ];
}

function beyond({ sort, after }: PageQuery): Prisma.Sql[] {
  if (after === null) return [];
  const than = Prisma.raw(sort === '-at' ? '<' : '>');
  return [Prisma.sql`(e.at, e.id) ${than} (${after.value}::timestamptz, ${after.id}::uuid)`];
}
