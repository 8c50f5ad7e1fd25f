import {
  AzureError,
  type AzureGateway,
  type CallTrace,
  type Heartbeat,
  type PartnerPlatform,
} from '#lib/domain/azure/azure-gateway';
import { errorOfAnswer } from './answer-error.ts';
import type { AzureCall } from './call-permissions.ts';
import type { HttpAnswer } from './http-client.ts';
import { createPartnerCall, type Wire } from './partner-call.ts';
import { readList, readObject, textOrNull, timeOf } from './read-answer.ts';
import { keptAnswerLength, withoutTokens } from './without-tokens.ts';

type TenantService = Pick<AzureGateway, 'provision' | 'deprovision' | 'ensurePolicy' | 'heartbeat'>;

/** `Provisioned` of a tenant, in the tenant service's numbers. */
const provisioned = { on: 1, off: 2 } as const;
const policies = 'PartnerCompliancePolicies';

/** What the tenant and the partner are to each other. */
export function createTenantService(wire: Wire): TenantService {
  const headers = { prefer: 'return-content' };
  const call = createPartnerCall(wire, { address: 'tenantService', apiVersion: '1.6', headers });
  const provision = async (name: 'provision' | 'deprovision', to: 1 | 2, url: string): Promise<CallTrace> => {
    const body = JSON.stringify({ Provisioned: to, PartnerEnrollmentUrl: url, PartnerRemediationUrl: url });
    const path = `PartnerTenants(guid'${wire.tenantId}')`;
    return expectInnerSuccess(name, await call(name, { method: 'PUT', path, body }), wire.clock()).trace;
  };
  return {
    provision: (url) => provision('provision', provisioned.on, url),
    deprovision: (url) => provision('deprovision', provisioned.off, url),
    ensurePolicy: async (platform) => {
      const body = JSON.stringify(policyFor(platform));
      const made = await call('ensure_policy', { method: 'POST', path: policies, body, accepts: [409] });
      if (made.status !== 409 && innerStatusOf(made) !== 409) {
        const { Id } = contentOf(expectInnerSuccess('ensure_policy', made, wire.clock()));
        if (typeof Id === 'string') return Id;
      }
      return policyIn(await call('ensure_policy', { method: 'GET', path: policies }), platform);
    },
    heartbeat: async (at) => {
      const body = JSON.stringify({ Timestamp: at.toISOString() });
      const path = `PartnerTenantHeartbeat(guid'${wire.tenantId}')`;
      const answer = await call('heartbeat', { method: 'PUT', path, body });
      return readHeartbeat(expectInnerSuccess('heartbeat', answer, wire.clock()));
    },
  };
}

function policyFor(platform: PartnerPlatform): object {
  return {
    DisplayName: `Tenko ${platform}`,
    Description: `Compliance of ${platform} devices, as Tenko reports it`,
    Platform: platform,
    PartnerManagedCompliance: true,
  };
}

/** The id of the platform's policy in a list; one that the partner manages is better than another. */
export function policyIn(answer: HttpAnswer, platform: PartnerPlatform): string {
  const ofPlatform = readList(answer).filter(
    ({ Platform }) => String(Platform).toLowerCase() === platform.toLowerCase(),
  );
  const policy = ofPlatform.find(({ PartnerManagedCompliance }) => PartnerManagedCompliance === true);
  const id = (policy ?? ofPlatform[0])?.Id;
  if (typeof id === 'string') return id;
  const detail = `Microsoft reports that a compliance policy for ${platform} exists, but lists none`;
  throw new AzureError({ kind: 'passing', code: 'policy_not_found', detail, trace: answer.trace });
}

export function readHeartbeat(answer: HttpAnswer): Heartbeat {
  const { ResyncTimestamp, MessageErrors } = contentOf(answer);
  return {
    trace: answer.trace,
    resyncTimestamp: timeOf(ResyncTimestamp),
    messageErrors: [MessageErrors]
      .flat()
      .map(wordsOf)
      .filter((text) => text !== null),
  };
}

/** Their form is not public: objects are shown as they came. */
function wordsOf(error: unknown): string | null {
  const text = typeof error === 'object' && error !== null ? JSON.stringify(error) : textOrNull(error);
  return text === null ? null : withoutTokens(text, keptAnswerLength);
}

/** The tenant service may answer 200 and put the true status into the body. */
function expectInnerSuccess(call: AzureCall, answer: HttpAnswer, now: number): HttpAnswer {
  const status = innerStatusOf(answer);
  if (status >= 400) throw errorOfAnswer(call, { ...answer, status }, now);
  return answer;
}

function innerStatusOf(answer: HttpAnswer): number {
  return Number(contentOf(answer).HttpStatusCode ?? answer.status);
}

/** Empty where the service did as asked but returned no content. */
function contentOf(answer: HttpAnswer): Record<string, unknown> {
  return answer.text === '' ? {} : readObject(answer);
}
