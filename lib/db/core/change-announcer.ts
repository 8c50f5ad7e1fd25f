import { chunk } from 'es-toolkit';
import { type LiveChange, type LiveTopic, mergeChanges, nothingChanged } from '#lib/domain/live-change';

export const changeChannel = 'tenko_changes';
/** Of a worker, each ten seconds: no change, but its absence is one. */
export const signOfLife = '~';
/** Changes within this time are sent together, so that few commits of a process wait for the lock of NOTIFY. */
const gatherMs = 400;
/** A payload holds 8,000 bytes; an id takes 32. */
const idsInOne = 240;

/** Collects what changed and announces it to all web processes; nothing is sent while nothing changes. */
export class ChangeAnnouncer {
  readonly #send: (payload: string) => Promise<unknown>;
  #gathered = nothingChanged;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `send`: NOTIFY on `changeChannel`. A message that fails is not sent again: pages ask for themselves when they return. */
  constructor(send: (payload: string) => Promise<unknown>) {
    this.#send = send;
  }

  add(change: Partial<LiveChange>): void {
    const { devices = [], topics = [] } = change;
    if (devices.length === 0 && topics.length === 0) return;
    this.#gathered = mergeChanges(this.#gathered, change);
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const payloads = payloadsOf(this.#gathered);
    this.#gathered = nothingChanged;
    await Promise.all(payloads.map((payload) => this.#send(payload).catch(() => undefined)));
  }
}

/** `topic,topic:` and the ids without dashes, one after the other; `*`: many. */
function payloadsOf({ devices, topics }: LiveChange): string[] {
  const head = `${topics.join(',')}:`;
  if (devices === 'many') return [`${head}*`];
  if (devices.length === 0) return topics.length === 0 ? [] : [head];
  const ids = devices.map((id) => id.replaceAll('-', ''));
  return chunk(ids, idsInOne).map((some, part) => (part === 0 ? head : ':') + some.join(''));
}

export function parsePayload(payload: string): LiveChange {
  const [topics = '', ids = ''] = payload.split(':');
  const known = topics === '' ? [] : (topics.split(',') as LiveTopic[]);
  if (ids === '*') return { devices: 'many', topics: known };
  return { devices: (ids.match(/.{32}/g) ?? []).map(dashed), topics: known };
}

function dashed(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
