import type { SignInEvent, SignInQuery } from '#lib/domain/azure/sign-in-event';
import type { HttpAnswer, HttpRequest } from '../http-client.ts';
import { readList, textOrNull, timeOf } from '../read-answer.ts';

/** Of all devices of the user: those of one device are picked here, since Graph filters by few fields. */
const mostRead = 50;

type Fields = Record<string, unknown>;

/** The newest interactive sign-ins of a user on one device; background ones are not in v1.0. */
export async function readSignIns(
  { userId, azureDeviceId, since }: SignInQuery,
  ask: (request: Pick<HttpRequest, 'method'> & { path: string }) => Promise<HttpAnswer>,
): Promise<SignInEvent[]> {
  const query = new URLSearchParams({
    $filter: `userId eq '${userId}' and createdDateTime ge ${since.toISOString()}`,
    $top: String(mostRead),
  });
  const answer = await ask({ method: 'GET', path: `/auditLogs/signIns?${query}` });
  return readList(answer)
    .filter((one) => textOrNull(fieldsOf(one.deviceDetail).deviceId)?.toLowerCase() === azureDeviceId)
    .map(toEvent)
    .filter((event) => event !== null)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

function toEvent(one: Fields): SignInEvent | null {
  const at = timeOf(one.createdDateTime);
  const { errorCode, failureReason } = fieldsOf(one.status);
  if (at === null || typeof errorCode !== 'number') return null;
  const policies = one.appliedConditionalAccessPolicies;
  return {
    id: String(one.id),
    at,
    app: textOrNull(one.appDisplayName),
    errorCode,
    failureReason: errorCode === 0 ? null : textOrNull(failureReason),
    blockedBy: Array.isArray(policies) ? policies.map(fieldsOf).filter(isFailure).map(nameOf) : null,
  };
}

const isFailure = ({ result }: Fields) => result === 'failure';
const nameOf = ({ displayName, id }: Fields) => textOrNull(displayName) ?? String(id);

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
