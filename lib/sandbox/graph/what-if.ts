import { z } from 'zod';
import { guidOf } from '../guid.ts';
import {
  type Answer,
  type Call,
  parseJson,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from '../sandbox-context.ts';

/** The Conditional Access policies of the tenant, by name. */
export const policies = {
  compliant: 'Require a compliant device for Office 365 Exchange Online',
  blocked: 'Block devices with a noncompliant tag',
};
const exchangeOnline = '00000002-0000-0ff1-ce00-000000000000';
/** Which applications the first policy is for; `Office365` and `All` mean groups of them. */
const withExchange = [exchangeOnline, 'office365', 'all'];
/** Microsoft's limit for a tenant */
const oneEveryMs = 1000;

/** https://learn.microsoft.com/graph/api/conditionalaccessroot-evaluate (beta) */
export const whatIfRoute: Route = {
  name: 'what-if',
  method: 'POST',
  path: /^\/beta\/identity\/conditionalAccess\/evaluate$/,
  audience: 'graph',
  apiVersion: null,
  roles: ['Policy.Read.All'],
  faults: ['graph', 'what-if'],
  handle: evaluate,
};

/** As Graph refuses a tenant without Entra ID P1 */
export function refuseWithoutLicence(): Answer {
  const code = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
  return refuse(403, code, "Neither tenant is B2C or tenant doesn't have premium license");
}

const questionBody = z.strictObject({
  signInIdentity: z.strictObject({
    '@odata.type': z.literal('#microsoft.graph.userSignIn'),
    userId: z.guid(),
  }),
  signInContext: z.strictObject({
    '@odata.type': z.literal('#microsoft.graph.applicationContext'),
    includeApplications: z.tuple([z.string()]),
  }),
  signInConditions: z.strictObject({
    devicePlatform: z.enum(['android', 'iOS', 'macOS', 'windows', 'linux']),
    clientAppType: z.enum(['browser', 'mobileAppsAndDesktopClients']),
    deviceInfo: z.strictObject({
      deviceId: z.guid(),
      isCompliant: z.boolean(),
      trustType: z.string().optional(),
      ...Object.fromEntries(
        Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, z.string().optional()]),
      ),
    }),
  }),
  appliedPoliciesOnly: z.boolean().optional(),
});

function evaluate(sandbox: Sandbox, call: Call): Answer {
  if (!sandbox.premium) return refuseWithoutLicence();
  const now = sandbox.clock();
  // Without Retry-After, as Microsoft does here
  if (now < sandbox.askedWhatIfAt + oneEveryMs) return refuse(429, 'TooManyRequests', 'Too many requests.');
  sandbox.askedWhatIfAt = now;
  const body = questionBody.safeParse(parseJson(call.body));
  if (!body.success) return refuseBreach(sandbox, 'BadRequest', 'evaluate: body of the wrong shape');
  const { signInContext, signInConditions, appliedPoliciesOnly } = body.data;
  const [application] = signInContext.includeApplications;
  const tag: unknown = Object.entries(signInConditions.deviceInfo).find(
    ([name]) => name === 'extensionAttribute15',
  )?.[1];
  const value = [
    describePolicy(policies.compliant, 'compliantDevice', {
      applies: withExchange.includes(application.toLowerCase()),
      reason: 'application',
    }),
    describePolicy(policies.blocked, 'block', { applies: tag === 'tenko:noncompliant', reason: 'devices' }),
  ];
  return {
    status: 200,
    json: { value: value.filter((one) => one.policyApplies || appliedPoliciesOnly !== true) },
  };
}

function describePolicy(
  name: string,
  control: string,
  { applies, reason }: { applies: boolean; reason: string },
) {
  return {
    id: guidOf(name),
    displayName: name,
    state: 'enabled',
    policyApplies: applies,
    analysisReasons: applies ? 'notSet' : reason,
    grantControls: { operator: 'OR', builtInControls: [control] },
  };
}
