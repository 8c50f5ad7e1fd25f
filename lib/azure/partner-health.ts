import {
  type Partner,
  type PartnerHealth,
  type PartnerState,
  partnerStates,
} from '#lib/domain/azure/azure-gateway';
import type { HttpAnswer } from './http-client.ts';
import { readList, textOf, timeOf } from './read-answer.ts';

/** Which of several entries of one name speaks: the one that is most alive. */
const liveliness = {
  enabled: 6,
  unresponsive: 5,
  unavailable: 4,
  unknown: 3,
  rejected: 2,
  terminated: 1,
} satisfies Record<PartnerState, number>;

/**
 * Reads a list of complianceManagementPartners. None says which app it is: ours is known by its name alone, and where
 * none has it, by nothing. `ownName`: null where it is not known.
 */
export function readPartnerHealth(answer: HttpAnswer, ownName: string | null): PartnerHealth {
  const partners = readList(answer).map(
    ({ displayName, partnerState, lastHeartbeatDateTime }): Partner => ({
      name: textOf(displayName),
      state: textOf(partnerState),
      lastHeartbeatAt: timeOf(lastHeartbeatDateTime),
    }),
  );
  const ours = partners.filter(({ name }) => ownName !== null && isSameName(name, ownName));
  const [own = null] = ours.toSorted((a, b) => rankOf(b) - rankOf(a) || lastOf(b) - lastOf(a));
  return { trace: answer.trace, partners, own };
}

function isSameName(name: string | null, other: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  return name !== null && plain(name) === plain(other);
}

function rankOf({ state }: Partner): number {
  const known = partnerStates.find((one) => one === state);
  return known === undefined ? 0 : liveliness[known];
}

function lastOf({ lastHeartbeatAt }: Partner): number {
  return lastHeartbeatAt?.getTime() ?? 0;
}
