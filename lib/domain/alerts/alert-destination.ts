export const destinationKinds = ['webhook', 'slack', 'teams', 'email'] as const;
export type DestinationKind = (typeof destinationKinds)[number];

/** People read them: a storm of events is summed up. Webhooks get every single one. */
export const peopleKinds = ['slack', 'teams', 'email'] as const satisfies readonly DestinationKind[];

export const destinationHealths = ['ok', 'failing', 'disabled', 'never_used'] as const;
export type DestinationHealth = (typeof destinationHealths)[number];

/** What stood in the way of a delivery. */
export const deliveryProblemCodes = [
  /** Any status that says that it was not taken, and is none of the others */
  'refused',
  /** 410: nobody wants this any more */
  'gone',
  'rate_limited',
  'redirected',
  'address_not_allowed',
  'unreachable',
  'timeout',
  'untrusted_certificate',
  'proxy',
  /** Mail: the server wants a login, or refuses it; or the app may not send by Graph */
  'login_refused',
  /** Mail: this server has no way for it, or no sender */
  'not_configured',
  /** The key that the address was encrypted with is lost */
  'secrets_unreadable',
] as const;
export type DeliveryProblemCode = (typeof deliveryProblemCodes)[number];

/** What came of one attempt. */
export interface DeliveryOutcome {
  /** HTTP status, or the reply code of the mail server; null: there was no answer */
  status: number | null;
  ms: number;
  /** Null: it was taken */
  problem: { code: DeliveryProblemCode; message: string } | null;
  /** What the receiver asked for; null: nothing */
  retryAfterMs: number | null;
}

interface Signs {
  enabled: boolean;
  problemCode: string | null;
  deliveredAt: Date | null;
}

export function destinationHealth({ enabled, problemCode, deliveredAt }: Signs): DestinationHealth {
  if (!enabled) return 'disabled';
  if (problemCode !== null) return 'failing';
  return deliveredAt === null ? 'never_used' : 'ok';
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** About three days in all: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (1.0.0), deliverability. */
const retryDelays = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
/** A receiver that asks for more is not waited for: it has forgotten about us. */
const longestRetryAfterMs = 24 * hour;

/**
 * When a message is tried again after its `attempts` so far, in ms; null: never. What the receiver asked for counts if it is later. A tenth
 * is left to chance, so that not all come at once.
 */
export function retryDelay(attempts: number, retryAfterMs: number | null, random: number): number | null {
  const delay = retryDelays[attempts - 1];
  if (delay === undefined) return null;
  const asked = Math.min(retryAfterMs ?? 0, longestRetryAfterMs);
  return Math.round(Math.max(delay * (1 + random / 10), asked));
}
