import type { SourceAccess } from '#lib/domain/sources/source';
import {
  type PageRequest,
  SourceFailure,
  type SourcePage,
  type SourceReader,
} from '#lib/domain/sources/source-reader';
import type { OutboundAnswer, OutboundClient } from '../../../outbound/outbound-client.ts';
import { firstTime, recordsIn, textIn } from '../native-values.ts';
import { isRecord, mapRecords } from '../record-of.ts';
import { createSourceHttp, type SourceHttp, type SourceRequest } from '../source-http.ts';
import { idOfIvantiDevice, mapIvantiDevice } from './map-ivanti-device.ts';

/** More is refused: 1 to 500. */
const rows = 500;
/** Ivanti publishes no limit for this API; for a sister API it asks for 100 to 600 calls a minute. We stay below: 60. */
const pauseMsPerCall = 1000;

type Query = [name: string, value: string][];
type Phase = 'all' | 'recent' | 'bad' | 'retiring';
/** `total`: of the phase, when its last page was read */
interface Cursor {
  phase: Phase;
  start: number;
  total: number | null;
}

/** What a quick walk asks for besides what was in contact: a verdict changes without any contact. */
const phaseFilters = {
  all: null,
  recent: null,
  bad: 'registrationState=ACTIVE and (quarantined=true or jailbroken=true or complianceState=false)',
  retiring: 'registrationState=RETIRE_PENDING',
} satisfies Record<Phase, string | null>;

/** Reads Ivanti Neurons for MDM, release 75 or later, with the login of a local API user. */
export function createIvantiReader(access: SourceAccess, client: OutboundClient): SourceReader {
  const source = openIvanti(access, client);
  return {
    readPage: (request) => readPage(source, access, request),
    readOnePauseMs: pauseMsPerCall,
    readOne: async (externalId) => {
      const partition = await source.partition();
      const path = `/api/v1/device/${encodeURIComponent(externalId)}`;
      const answer = await source.ask(path, [['dmPartitionId', partition]]);
      if (answer.status === 404) return null;
      const { result } = source.body(answer);
      return result === null || result === undefined
        ? null
        : (mapRecords([result], mapIvantiDevice, idOfIvantiDevice)[0] ?? null);
    },
  };
}

async function readPage(source: Ivanti, access: SourceAccess, request: PageRequest): Promise<SourcePage> {
  const { walk, since } = request;
  const phases: readonly Phase[] =
    walk === 'full' || since === null ? ['all'] : ['recent', 'bad', 'retiring'];
  const cursor = (request.cursor as Cursor | null) ?? { phase: phases[0] ?? 'all', start: 0, total: null };
  const callsBefore = source.calls();
  const partition = await source.partition();
  const query = queryOf(cursor, partition, textIn(access.settings.filter));
  const { result } = source.body(await source.ask('/api/v1/device', query), true);
  const list = isRecord(result) && Array.isArray(result.searchResults) ? result.searchResults : [];
  const total = isRecord(result) && typeof result.totalCount === 'number' ? result.totalCount : null;
  const next = nextOf(cursor, list, total, since) ?? phaseAfter(phases, cursor.phase);
  return {
    records: mapRecords(list, mapIvantiDevice, idOfIvantiDevice),
    ...(request.withNatives && { natives: list }),
    next:
      next === null
        ? null
        : { cursor: { ...next }, pauseMs: pauseMsPerCall * (source.calls() - callsBefore) },
    total: cursor.phase === 'all' ? total : null,
  };
}

/** `start` counts rows; `offset` is documented, and does not work. */
function queryOf({ phase, start }: Cursor, partition: string, filter: string | null): Query {
  const filters = [phaseFilters[phase], filter].filter((one) => one !== null);
  const fq = filters.length > 1 ? filters.map((one) => `(${one})`).join(' and ') : filters[0];
  return [
    ['dmPartitionId', partition],
    ['rows', String(rows)],
    ['start', String(start)],
    ...(fq === undefined ? [] : ([['fq', fq]] as Query)),
    ['sortFields[0].name', phase === 'recent' ? 'lastCheckin' : 'id'],
    ['sortFields[0].order', phase === 'recent' ? 'DESC' : 'ASC'],
  ];
}

/**
 * Some lists give fewer rows than asked for: the next page begins behind what came. Where devices were removed since the
 * last page, others moved up past its beginning: the walk goes back by as many rows. Null: the phase is at its end.
 */
function nextOf(cursor: Cursor, list: unknown[], total: number | null, since: Date | null): Cursor | null {
  const removed = total === null || cursor.total === null ? 0 : Math.max(0, cursor.total - total);
  if (list.length === 0 && removed === 0) return null;
  const start = removed > 0 ? Math.max(0, cursor.start - removed) : cursor.start + list.length;
  if (total !== null && start >= total) return null;
  const oldest = cursor.phase === 'recent' ? contactOf(list.at(-1)) : null;
  if (oldest !== null && since !== null && oldest < since.getTime()) return null;
  return { phase: cursor.phase, start, total };
}

function phaseAfter(phases: readonly Phase[], phase: Phase): Cursor | null {
  const next = phases[phases.indexOf(phase) + 1];
  return next === undefined ? null : { phase: next, start: 0, total: null };
}

function contactOf(record: unknown): number | null {
  const time = isRecord(record) ? firstTime(record.lastCheckin) : null;
  return time === null ? null : Date.parse(time);
}

interface Ivanti {
  ask: (path: string, query: Query) => Promise<OutboundAnswer>;
  /** Throws SourceFailure unless it is an answer of this API. `needsResult`: it must hold one */
  body: (answer: OutboundAnswer, needsResult?: boolean) => Record<string, unknown>;
  /** Id of the space to read, looked up once */
  partition: () => Promise<string>;
  /** So far */
  calls: () => number;
}

function openIvanti({ url, settings, secrets }: SourceAccess, client: OutboundClient): Ivanti {
  const http = createSourceHttp({ url, secrets }, client);
  const login = Buffer.from(`${secrets.username ?? ''}:${secrets.password ?? ''}`).toString('base64');
  http.hide(login);
  let calls = 0;
  let known: string | null = null;
  const ask = async (path: string, query: Query): Promise<OutboundAnswer> => {
    calls += 1;
    const request: SourceRequest = { path, query, headers: { authorization: `Basic ${login}` } };
    const answer = await http.send(request);
    if (answer.status === 401 || answer.status === 403) throw loginFailure(http, answer);
    return answer;
  };
  const body: Ivanti['body'] = (answer, needsResult = false) => {
    const value = http.jsonOf(answer);
    if (!isRecord(value)) throw http.failureOf(answer, 'unexpected_answer');
    if (isRecord(value.errors)) throw http.failureOf(answer, 'request_refused');
    if (needsResult && !isRecord(value.result)) throw http.failureOf(answer, 'unexpected_answer');
    return value;
  };
  const partition = async (): Promise<string> => {
    if (known !== null) return known;
    const { result } = body(await ask('/api/v1/tenant/partition/device', []), true);
    known = chosenPartition(
      isRecord(result) ? recordsIn(result.searchResults) : [],
      textIn(settings.partition),
    );
    return known;
  };
  return { ask, body, partition, calls: () => calls };
}

/** The words of a portal that asks its users for a PIN beside the password, and then takes Basic from none of them. */
const secondFactor = /\b(pin|mfa|otp|2fa|multi-?factor|two-?factor|second factor)\b/i;

function loginFailure(http: SourceHttp, answer: OutboundAnswer): SourceFailure {
  return http.failureOf(answer, secondFactor.test(answer.text) ? 'basic_login_refused' : undefined);
}

function chosenPartition(spaces: Record<string, unknown>[], wanted: string | null): string {
  const found = spaces.find((space) =>
    wanted === null
      ? space.defaultPartition === true
      : textIn(space.id) === wanted || textIn(space.name)?.toLowerCase() === wanted.toLowerCase(),
  );
  const id = textIn(found?.id);
  if (id !== null) return id;
  const names = spaces.map(({ name }) => textIn(name)).filter((name) => name !== null);
  const what = wanted === null ? 'There is no default space' : `There is no space “${wanted}”`;
  throw new SourceFailure('setting_not_found', `${what}; this user sees: ${names.join(', ') || 'none'}`);
}
