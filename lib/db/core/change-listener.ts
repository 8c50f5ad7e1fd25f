import { Client } from 'pg';
import { anythingChanged, type LiveChange } from '#lib/domain/live-change';
import { changeChannel, parsePayload, signOfLife } from './change-announcer.ts';
import { keptAlive } from './connection-pool.ts';

const reconnectMs = 1_000;
/** Without anyone who wants to hear, the connection is given back after this long. */
const lingerMs = 30_000;
/** A worker that has been silent for so long shows on the pages as missing. */
const silenceMs = 35_000;
/** A server that is gone without a word, or whose proxy is still there, says nothing: it is asked. */
const usualPulse: Pulse = { everyMs: 5_000, withinMs: 5_000 };
const connectWithinMs = 10_000;
/** A page was made by the server up to so long before its scripts ask for changes. */
const replayedMs = 10_000;

const connectionChanged: LiveChange = { devices: [], topics: ['connection'] };

/** How often a listener asks whether its connection still leads to the database, and how long that may take. */
interface Pulse {
  everyMs: number;
  withinMs: number;
}

export type OnChange = (change: LiveChange) => void;

/** Hears what all processes announce, on one connection of its own that is only open while someone listens. */
export class ChangeListener {
  readonly #url: string;
  readonly #pulse: Pulse;
  readonly #heard = new Set<OnChange>();
  #client: Client | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextPulse: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;
  #recent: { at: number; change: LiveChange }[] = [];

  constructor(url: string, pulse: Pulse = usualPulse) {
    this.#url = url;
    this.#pulse = pulse;
  }

  /** Starts with what was heard in the last seconds. Returns how to stop listening. */
  listen(onChange: OnChange): () => void {
    this.#heard.add(onChange);
    for (const { change } of this.#stillRecent()) onChange(change);
    clearTimeout(this.#timer);
    if (this.#client === undefined) this.#connect();
    return () => {
      this.#heard.delete(onChange);
      if (this.#heard.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.close(), lingerMs).unref();
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    clearTimeout(this.#nextPulse);
    const client = this.#client;
    this.#client = undefined;
    this.#recent = [];
    void client?.end().catch(() => undefined);
  }

  #stillRecent() {
    const since = performance.now() - replayedMs;
    this.#recent = this.#recent.filter(({ at }) => at >= since);
    return this.#recent;
  }

  #tell(change: LiveChange): void {
    this.#stillRecent().push({ at: performance.now(), change });
    for (const onChange of this.#heard) onChange(change);
  }

  #watchWorkers(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#isSilent = true;
      this.#tell(connectionChanged);
    }, silenceMs).unref();
  }

  #heardWorker(): void {
    if (this.#isSilent) this.#tell(connectionChanged);
    this.#isSilent = false;
    this.#watchWorkers();
  }

  #connect(): void {
    const client = new Client({
      connectionString: this.#url,
      application_name: 'tenko-changes',
      ...keptAlive,
      connectionTimeoutMillis: connectWithinMs,
      query_timeout: this.#pulse.withinMs,
    });
    this.#client = client;
    client.on('notification', ({ payload = '' }) => {
      if (payload === signOfLife) this.#heardWorker();
      else this.#tell(parsePayload(payload));
    });
    client.on('error', () => undefined);
    client.on('end', () => this.#lost(client));
    client
      .connect()
      .then(() => client.query(`LISTEN ${changeChannel}`))
      // What was said before this moment was not heard.
      .then(() => {
        this.#watchWorkers();
        this.#keepPulse(client);
        this.#tell(anythingChanged);
      })
      .catch(() => this.#lost(client));
  }

  #keepPulse(client: Client): void {
    clearTimeout(this.#nextPulse);
    this.#nextPulse = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.#client === client && this.#keepPulse(client),
        () => this.#lost(client),
      );
    }, this.#pulse.everyMs).unref();
  }

  #lost(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#nextPulse);
    void client.end().catch(() => undefined);
    if (this.#heard.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#client === undefined && this.#connect(), reconnectMs).unref();
  }
}
