import { type PartnerHealth, type PartnerState, partnerStates } from '../domain/azure-gateway.ts';
import type { HttpAnswer } from './http-client.ts';
import { readList, timeOf } from './read-answer.ts';

/** Which of several partners speaks for the tenant: the one that is most alive. */
const liveliness = {
  enabled: 6,
  unresponsive: 5,
  unavailable: 4,
  unknown: 3,
  rejected: 2,
  terminated: 1,
} satisfies Record<PartnerState, number>;

/** Reads a list of complianceManagementPartners. A tenant may have several, and none says which app it is. */
export function readPartnerHealth(answer: HttpAnswer): PartnerHealth {
  const partners = readList(answer).map(({ partnerState, lastHeartbeatDateTime }) => ({
    state: partnerStates.find((state) => state === partnerState) ?? null,
    lastHeartbeatAt: timeOf(lastHeartbeatDateTime),
  }));
  const rank = ({ state }: { state: PartnerState | null }) => (state === null ? 0 : liveliness[state]);
  const last = (partner: { lastHeartbeatAt: Date | null }) => partner.lastHeartbeatAt?.getTime() ?? 0;
  const [best] = partners.toSorted((a, b) => rank(b) - rank(a) || last(b) - last(a));
  return { trace: answer.trace, state: best?.state ?? null, lastHeartbeatAt: best?.lastHeartbeatAt ?? null };
}
