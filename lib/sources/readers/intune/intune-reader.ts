import { AzureError, type AzureErrorKind } from '#lib/domain/azure/azure-gateway';
import type { SourceAccess } from '#lib/domain/sources/source';
import {
  type PageRequest,
  SourceFailure,
  type SourceFailureCode,
  type SourcePage,
  type SourceReader,
  sourceFailureCodes,
} from '#lib/domain/sources/source-reader';
import { textIn } from '../native-values.ts';
import { isRecord, mapRecords } from '../record-of.ts';
import { idOfManagedDevice, managedDeviceProperties, mapManagedDevice } from './map-managed-device.ts';

/**
 * GET for the tenant of the connection. `address`: below `/deviceManagement/managedDevices`, or a whole link of an answer. Null:
 * 404. Throws AzureError.
 */
export type GraphReader = (address: string) => Promise<unknown>;

const most = 1000;
const fields = `$select=${managedDeviceProperties.join(',')}`;

type Phase = 'all' | 'recent' | 'bad';
interface Cursor {
  phase: Phase;
  /** Null: the first page of the phase */
  link: string | null;
  /** Graph counts on the first page alone */
  total: number | null;
}

/** Reads the managed devices of Intune. There is no list of changes: a quick walk filters. */
export function createIntuneReader({ settings }: SourceAccess, graph: GraphReader | undefined): SourceReader {
  if (graph === undefined) return unconnected;
  const filter = textIn(settings.filter);
  return {
    readPage: (request) => readPage(graph, filter, request),
    readOne: async (externalId) => {
      const found = await ask(graph, `/${encodeURIComponent(externalId)}?${fields}`);
      return found === null ? null : (mapRecords([found], mapManagedDevice, idOfManagedDevice)[0] ?? null);
    },
  };
}

const unconnected: SourceReader = {
  readPage: () => {
    const words = 'Intune is read over the connection to Azure, and there is none';
    return Promise.reject(new SourceFailure('no_connection', words));
  },
};

async function readPage(
  graph: GraphReader,
  filter: string | null,
  request: PageRequest,
): Promise<SourcePage> {
  const { walk, since } = request;
  const first: Phase = walk === 'full' || since === null ? 'all' : 'recent';
  const cursor = (request.cursor as Cursor | null) ?? { phase: first, link: null, total: null };
  let { phase } = cursor;
  let body: unknown;
  try {
    body = await ask(graph, cursor.link ?? firstAddress(phase, filter, since));
  } catch (error) {
    // Which filters Intune takes is hardly documented: where it refuses ours, everything is read.
    const isOurs = phase !== 'all' && cursor.link === null;
    if (!isOurs || !(error instanceof SourceFailure) || error.code !== 'request_refused') throw error;
    phase = 'all';
    body = await ask(graph, firstAddress(phase, filter, since));
  }
  if (!isRecord(body) || !Array.isArray(body.value)) {
    throw new SourceFailure('unexpected_answer', 'Microsoft Graph sent no list of devices');
  }
  const link = textIn(body['@odata.nextLink']);
  const count = body['@odata.count'];
  const total = cursor.link === null && typeof count === 'number' ? count : cursor.total;
  const after: Cursor | null = phase === 'recent' ? { phase: 'bad', link: null, total: null } : null;
  const next = link === null ? after : { phase, link, total };
  return {
    records: mapRecords(body.value, mapManagedDevice, idOfManagedDevice),
    ...(request.withNatives && { natives: body.value }),
    next: next === null ? null : { cursor: { ...next }, pauseMs: 0, ...(link !== null && { place: link }) },
    total: phase === 'all' ? total : null,
  };
}

function firstAddress(phase: Phase, filter: string | null, since: Date | null): string {
  const own = {
    all: null,
    recent: `lastSyncDateTime ge ${since?.toISOString() ?? ''}`,
    bad: "complianceState eq 'noncompliant'",
  }[phase];
  const filters = [own, filter].filter((one) => one !== null);
  const whole = filters.length > 1 ? filters.map((one) => `(${one})`).join(' and ') : filters[0];
  return `?${fields}&$top=${most}${whole === undefined ? '' : `&$filter=${encodeURIComponent(whole)}`}`;
}

const codes = {
  passing: 'source_error',
  throttled: 'rate_limited',
  unauthorized: 'login_refused',
  forbidden: 'not_permitted',
  rejected: 'request_refused',
  too_large: 'request_refused',
} satisfies Record<AzureErrorKind, SourceFailureCode>;

async function ask(graph: GraphReader, address: string): Promise<unknown> {
  try {
    return await graph(address);
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    const { kind, code, detail, status = null, retryAfterMs = null, permission } = error.facts;
    const own = { unreadable_answer: 'unexpected_answer', other_host: 'redirected_elsewhere' } as const;
    const named = sourceFailureCodes.find((one) => one === (own[code as keyof typeof own] ?? code));
    const role = permission === undefined ? '' : ` (${permission})`;
    throw new SourceFailure(named ?? codes[kind], `${detail}${role}`, { status, retryAfterMs });
  }
}
