import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { checkInOutcomes } from '#lib/domain/check-ins/intake-note';
import { readEnv } from '#lib/env';
import type { CheckInResult } from '../../contract/check-in.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createSender } from '../fleet/send-check-ins.ts';
import { runAsProgram } from './program.ts';

const usage =
  'Usage: npm run simulate -- [--devices 300] [--rounds 1] [--seed demo-fleet] [--batch 500] [--url URL] [--key KEY]';

function readArguments() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { devices: text, rounds: text, batch: text, seed: text, url: text, key: text },
  });
  const env = readEnv();
  const key = values.key ?? env.bootstrapApiKey;
  if (key === null) throw new Error(`Pass a key with --key, or set TENKO_BOOTSTRAP_API_KEY. ${usage}`);
  const url = (values.url ?? env.url).replace(/\/+$/, '');
  if (!URL.canParse(url)) throw new Error(`--url must be an address such as http://127.0.0.1:3000. ${usage}`);
  return {
    devices: wholeNumber('devices', values.devices ?? '300', 1_000_000),
    rounds: wholeNumber('rounds', values.rounds ?? '1', 100_000),
    batch: wholeNumber('batch', values.batch ?? '500', 1000),
    seed: values.seed ?? 'demo-fleet',
    url,
    key,
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${max}. ${usage}`);
}

/** A progress bar on the console; nothing where the output is not a terminal. */
export function startProgress(total: number) {
  const format = '{bar} {percentage}% | {value}/{total} check-ins | {eta_formatted} left';
  const bar = new SingleBar({ format, noTTYOutput: false, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return {
    advance: (by: number) => bar.increment(by),
    stop: () => bar.stop(),
  };
}

/** Counts what became of check-ins. */
export class Tally {
  readonly #outcomes = new Map<CheckInResult['outcome'], number>(
    checkInOutcomes.map((outcome) => [outcome, 0]),
  );
  readonly #triggers = new Map<string, number>();
  firstError: string | null = null;

  get rejected(): number {
    return this.#outcomes.get('rejected') ?? 0;
  }

  add(results: readonly CheckInResult[]): void {
    for (const { outcome, trigger, error, externalId } of results) {
      this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
      if (trigger) this.#triggers.set(trigger, (this.#triggers.get(trigger) ?? 0) + 1);
      const where = error?.errors[0];
      if (error)
        this.firstError ??= `${externalId}: ${where ? `${where.path}: ${where.message}` : error.detail}`;
    }
  }

  /** Lines of a table: outcomes, then what made reports due. */
  table(): string[] {
    const rows = [...this.#outcomes, ...this.#triggers];
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(9)}`);
  }
}

/** `npm run simulate`: a made-up fleet checks in through the public API, over and over with changes. */
await runAsProgram(async () => {
  const { devices, rounds, batch, seed, url, key } = readArguments();
  const fleet = createFleet({ seed, devices });
  const send = createSender({ url, key });
  const tally = new Tally();
  const progress = startProgress(devices * rounds);
  try {
    // Another run is another round, so that it brings changes of its own.
    const firstRound = Math.floor(Date.now() / 60_000) % 1000;
    for (let round = 0; round < rounds; round += 1) {
      const checkIns = fleet.checkIns(firstRound + round, new Date());
      for (let start = 0; start < checkIns.length; start += batch) {
        const part = checkIns.slice(start, start + batch);
        tally.add(await send(part));
        progress.advance(part.length);
      }
    }
  } finally {
    progress.stop();
  }
  for (const line of tally.table()) console.log(line);
  if (tally.rejected > 0)
    throw new Error(`${tally.rejected} check-ins were rejected; the first: ${tally.firstError}`);
}, usage);
