import { z } from 'zod';

/** What a fault strikes. `graph`: all of Graph; `subrequest`: single requests inside a `$batch`. */
export const faultTargets = [
  'token',
  'graph',
  'discovery',
  'users',
  'devices',
  'batch',
  'subrequest',
  'provision',
  'heartbeat',
  'upload',
  'confirm',
  'all',
] as const;
export type FaultTarget = (typeof faultTargets)[number];

export const faultSchema = z
  .strictObject({
    match: z.enum(faultTargets),
    /** HTTP status to answer instead of the true answer */
    status: z.number().int().min(400).max(599).optional(),
    /** `before` / `after` processing: the connection is cut. `stall`: no answer ever comes. */
    cut: z.enum(['before', 'after', 'stall']).optional(),
    retryAfterSeconds: z.number().int().min(0).optional(),
    /** Sends Retry-After as an HTTP date: this moment (ISO 8601) */
    retryAfterAt: z.iso.datetime().optional(),
    code: z.string().optional(),
    times: z.number().int().min(1).optional(),
    untilCleared: z.boolean().optional(),
  })
  .refine((fault) => (fault.status === undefined) !== (fault.cut === undefined), {
    message: 'exactly one of status and cut',
  })
  .refine((fault) => fault.times === undefined || fault.untilCleared !== true, {
    message: 'times or untilCleared, not both',
  });
export type Fault = z.infer<typeof faultSchema>;

interface ArmedFault {
  fault: Fault;
  /** Infinity: until cleared */
  left: number;
}

/** Failures ordered by an admin or a test. In memory: a restart clears them. */
export class Faults {
  private armed: ArmedFault[] = [];

  /** Strikes once, unless `times` or `untilCleared` says otherwise. */
  add(fault: Fault): void {
    const left = fault.untilCleared === true ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    this.armed.push({ fault, left });
  }

  clear(): void {
    this.armed = [];
  }

  list(): Fault[] {
    return this.armed.map(({ fault }) => fault);
  }

  /** The first fault that strikes any of the targets; takes one of its times. */
  take(targets: readonly FaultTarget[]): Fault | null {
    const hit = this.armed.find(({ fault }) => fault.match === 'all' || targets.includes(fault.match));
    if (hit === undefined) return null;
    hit.left -= 1;
    if (hit.left <= 0) this.armed = this.armed.filter((other) => other !== hit);
    return hit.fault;
  }
}
