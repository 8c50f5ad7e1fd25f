/** By which a device's check-ins are ordered. */
export interface CheckInOrder {
  /** When the device last checked in; never later than the receipt */
  lastCheckInAt: Date;
  /** What later check-ins must be newer than */
  orderedAt: Date;
  /** How the feed dated the last check-in. Later than `orderedAt`: its clock was ahead */
  datedAt: Date;
}

interface Dated {
  checkedInAt: string;
  /** When the feed learned what the check-in says */
  observedAt?: string | undefined;
}

/** A clock that is ahead by less than this is nothing to warn of. */
const toleratedMs = 5 * 60_000;
/** What clocks that are right may differ by, with the time that a call takes. */
const clocksMs = 60_000;

/** How far ahead of the receipt a time is, in ms; 0: within what clocks differ by. */
export function aheadOfReceipt(time: Date, receivedAt: Date): number {
  const ms = time.getTime() - receivedAt.getTime();
  return ms >= toleratedMs ? ms : 0;
}

export const datedOf = ({ observedAt, checkedInAt }: Dated): number => Date.parse(observedAt ?? checkedInAt);

export interface PlacedCheckIn {
  /** Beside the last check-in; `same`: it counts only where it is more severe */
  place: 'newer' | 'same' | 'older';
  /** When it counts: as it is dated, but never later than the receipt */
  at: Date;
  order: CheckInOrder;
}

/** Where a check-in belongs beside the last one (null: it is the first). */
export function placeCheckIn(before: CheckInOrder | null, checkIn: Dated, receivedAt: Date): PlacedCheckIn {
  const dated = datedOf(checkIn);
  const received = receivedAt.getTime();
  const checkedIn = Math.min(Date.parse(checkIn.checkedInAt), received);
  const order = {
    lastCheckInAt: new Date(Math.max(before?.lastCheckInAt.getTime() ?? checkedIn, checkedIn)),
    orderedAt: new Date(orderedBy(before, dated, received)),
    datedAt: new Date(dated),
  };
  return { place: placeOf(before, dated, received), at: new Date(Math.min(dated, received)), order };
}

function placeOf(before: CheckInOrder | null, dated: number, received: number): PlacedCheckIn['place'] {
  if (before === null) return 'newer';
  const [lastOrdered, lastDated] = [before.orderedAt.getTime(), before.datedAt.getTime()];
  // Sent again: by now its date may have come.
  if (dated === lastDated) return 'same';
  if (dated <= received) return beside(dated, lastOrdered);
  // Both are ahead: the feed's own clock tells them apart.
  return lastDated > lastOrdered ? beside(dated, lastDated) : 'newer';
}

/**
 * A clock that is far ahead says only that the check-in was made before its receipt. What a right clock dates a moment
 * before that receipt may still be newer, and must not be hidden: so the order is put back by a minute, but not before
 * what came in earlier.
 */
function orderedBy(before: CheckInOrder | null, dated: number, received: number): number {
  if (dated <= received) return dated;
  if (dated - received < toleratedMs) return received;
  const putBack = received - clocksMs;
  return before === null ? putBack : Math.max(putBack, before.orderedAt.getTime() + 1);
}

function beside(time: number, last: number): PlacedCheckIn['place'] {
  return time > last ? 'newer' : time === last ? 'same' : 'older';
}
