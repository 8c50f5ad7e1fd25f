import { z } from 'zod';

/**
 * What a fault strikes. `graph`: all of Graph; `subrequest`: single requests inside a `$batch`; `write-batch`: a `$batch` that
 * writes devices, as a whole; `device-write`: one write to a device, alone or inside a `$batch`; `mdm`: every simulated system
 * that devices are read from, and `mdm-…` one of them (`mdm-token`: where Jamf gives out tokens).
 */
export const faultTargets = [
  'token',
  'graph',
  'discovery',
  'users',
  'mail',
  'devices',
  'delta',
  'delete',
  'write-batch',
  'device-write',
  'sign-ins',
  'what-if',
  'partners',
  'batch',
  'subrequest',
  'provision',
  'heartbeat',
  'policies',
  'upload',
  'confirm',
  'mdm',
  'mdm-ivanti',
  'managed-devices',
  'mdm-jamf',
  'mdm-fleet',
  'mdm-json',
  'mdm-token',
  'all',
] as const;
export type FaultTarget = (typeof faultTargets)[number];

export const faultSchema = z
  .strictObject({
    match: z.enum(faultTargets),
    /** HTTP status of the response, instead of the true one */
    status: z.number().int().min(400).max(599).optional(),
    /** As the tenant service may: the response is 200, and has the status as `HttpStatusCode` of the body */
    inBody: z.boolean().optional(),
    /** `before` / `after` processing: the connection is cut. `stall`: no response ever comes. */
    cut: z.enum(['before', 'after', 'stall']).optional(),
    /** The true response comes so much later */
    delayMs: z.number().int().min(1).max(600_000).optional(),
    retryAfterSeconds: z.number().int().min(0).optional(),
    /** Sends Retry-After as an HTTP date: this moment (ISO 8601) */
    retryAfterAt: z.iso.datetime().optional(),
    code: z.string().optional(),
    times: z.number().int().min(1).optional(),
    untilCleared: z.boolean().optional(),
    /** That a call is struck; one that is spared uses up none of the times */
    probability: z.number().min(0).max(1).optional(),
    /** The same seed strikes the same of the calls, counted from the arming */
    seed: z.number().int().min(0).optional(),
  })
  .refine(
    ({ status, cut, delayMs }) => [status, cut, delayMs].filter((one) => one !== undefined).length === 1,
    {
      message: 'exactly one of status, cut and delayMs',
    },
  )
  .refine((fault) => fault.times === undefined || fault.untilCleared !== true, {
    message: 'times or untilCleared, not both',
  })
  .refine((fault) => fault.inBody === undefined || fault.status !== undefined, {
    message: 'inBody needs status',
  })
  .refine((fault) => fault.seed === undefined || fault.probability !== undefined, {
    message: 'seed needs probability',
  });
export type Fault = z.infer<typeof faultSchema>;

interface ArmedFault {
  fault: Fault;
  /** Infinity: until cleared */
  left: number;
  /** How often it struck so far */
  struck: number;
  /** Drawn once for each call that the fault could strike */
  strikes: () => boolean;
}

/** Failures ordered by an admin or a test. In memory: a restart clears them. */
export class Faults {
  private armed: ArmedFault[] = [];

  /** Strikes once, unless `times` or `untilCleared` says otherwise. */
  add(fault: Fault): void {
    const left = fault.untilCleared === true ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    this.armed.push({ fault, left, struck: 0, strikes: chanceOf(fault) });
  }

  clear(): void {
    this.armed = [];
  }

  /** Those that may still strike */
  list(): (Fault & Pick<ArmedFault, 'struck'>)[] {
    return this.armed.map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** The first fault that strikes any of the targets; takes one of its times. */
  take(targets: readonly FaultTarget[]): Fault | null {
    const hit = this.armed.find(
      ({ fault, strikes }) => (fault.match === 'all' || targets.includes(fault.match)) && strikes(),
    );
    if (hit === undefined) return null;
    hit.left -= 1;
    hit.struck += 1;
    if (hit.left <= 0) this.armed = this.armed.filter((other) => other !== hit);
    return hit.fault;
  }
}

function chanceOf({ probability = 1, seed }: Fault): () => boolean {
  if (probability === 1) return () => true;
  const random = seed === undefined ? Math.random : randomFrom(seed);
  return () => random() < probability;
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed, everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
