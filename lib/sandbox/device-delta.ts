import { objectIdOf } from './guid.ts';
import { type Answer, type Call, refuse, type Sandbox } from './sandbox-context.ts';
import type { DeviceRow } from './sandbox-store.ts';
import { settleSome } from './settlement.ts';

/** Devices on a page where the client has no wish */
const usualPage = 100;
/** Messages that a page lets Entra learn from first */
const settledAtOnce = 100;

/** What a link holds: the devices after an id, or the changes after a number. */
interface Position {
  epoch: string;
  /** Null: the list of all devices is through */
  afterId: string | null;
  number: number;
  select: string;
}

/** https://learn.microsoft.com/graph/api/device-delta */
export function readDelta(
  sandbox: Sandbox,
  call: Call,
  show: (row: DeviceRow, select: string | null) => Record<string, unknown>,
): Answer {
  settleSome(sandbox, settledAtOnce);
  const { changes } = sandbox.store;
  const token = call.query.get('$skiptoken') ?? call.query.get('$deltatoken');
  const start = { epoch: changes.epoch, afterId: '', number: changes.newest };
  const position: Position | null =
    token === null ? { ...start, select: call.query.get('$select') ?? '' } : readToken(token);
  if (position === null) return refuse(400, 'Request_BadRequest', 'Badly formed content.');
  if (position.epoch !== changes.epoch) {
    return refuse(410, 'syncStateNotFound', 'The sync state generation is not found; start again.');
  }
  const size = pageSizeOf(call.headers.prefer, changes.largestPage);
  const page =
    position.afterId === null ? changesPage(sandbox, position, size) : wholePage(sandbox, position, size);
  const value = page.entries.map(({ id, row }) =>
    row === null
      ? { id: objectIdOf(id), '@removed': { reason: 'deleted' } }
      : show(row, position.select === '' ? null : position.select),
  );
  const name = page.isLast ? '$deltatoken' : '$skiptoken';
  const link = `${call.origin}/v1.0/devices/delta?${name}=${tokenOf(page.next)}`;
  return { status: 200, json: { value, [page.isLast ? '@odata.deltaLink' : '@odata.nextLink']: link } };
}

interface Page {
  entries: { id: string; row: DeviceRow | null }[];
  next: Position;
  isLast: boolean;
}

function wholePage({ store }: Sandbox, position: Position, size: number): Page {
  const rows = store.devicesAfter(position.afterId ?? '', size);
  const isLast = rows.length < size;
  const afterId = isLast ? null : (rows.at(-1)?.id ?? null);
  return { entries: rows.map((row) => ({ id: row.id, row })), next: { ...position, afterId }, isLast };
}

function changesPage({ store }: Sandbox, position: Position, size: number): Page {
  const found = store.changes.after(position.number, size);
  const shown = found.slice(0, size);
  const number = shown.at(-1)?.number ?? position.number;
  const entries = shown.map(({ id }) => ({ id, row: store.device(id) }));
  return { entries, next: { ...position, number }, isLast: found.length <= size };
}

function pageSizeOf(prefer: string | undefined, largest: number): number {
  const wish = Number(/odata\.maxpagesize=(\d+)/.exec(prefer ?? '')?.[1] ?? usualPage);
  return Math.min(Math.max(wish, 1), largest);
}

function tokenOf({ epoch, afterId, number, select }: Position): string {
  return Buffer.from(JSON.stringify([epoch, afterId, number, select])).toString('base64url');
}

function readToken(token: string): Position | null {
  try {
    const [epoch, afterId, number, select] = JSON.parse(Buffer.from(token, 'base64url').toString());
    return { epoch, afterId, number, select };
  } catch {
    return null;
  }
}
