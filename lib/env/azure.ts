import { z } from 'zod';
import { guid, secret, serverAddress } from './values.ts';

const clouds = ['public', 'usgov', 'usdod', 'china'] as const;
type Cloud = (typeof clouds)[number];

export interface AzureEnv {
  mode: 'sandbox' | 'tenant';
  tenantId: string;
  clientId: string;
  clientSecret: string | null;
  clientCertificatePath: string | null;
  /** When the secret expires, as the admin says: nobody else tells. A certificate says so itself */
  secretExpires: Date | null;
  cloud: Cloud;
  authorityHost: string | null;
  graphUrl: string | null;
  intuneResource: string | null;
  /** What Intune calls Tenko among the tenant's partners; null: as the app registration */
  partnerName: string | null;
}

const addressWords = (example: string) => `an https:// address without a path, such as ${example}`;

export const clientIdWords =
  'the Application (client) ID of the app registration, a GUID such as 00000000-0000-0000-0000-000000000000';

export const azureVariables = {
  /** Set by the supervisor alone, with the sandbox's values in AZURE_… */
  TENKO_SANDBOX: z.enum(['0', '1'], '0 or 1').default('0'),
  // MSAL would take a domain name, too, but Intune's services are addressed by the id
  AZURE_TENANT_ID: guid(
    'the Tenant ID, a GUID such as 00000000-0000-0000-0000-000000000000, not a domain name',
  )
    .optional()
    .describe('Tenant ID (GUID). Leave this and the app unset for the sandbox'),
  AZURE_CLIENT_ID: guid(clientIdWords)
    .optional()
    .describe('Application (client) ID of the app registration that reports (GUID)'),
  AZURE_CLIENT_SECRET: secret.optional().describe('Secret of that app; set it or the certificate'),
  AZURE_CLIENT_CERTIFICATE_PATH: z
    .string()
    .optional()
    .describe('PEM file with the certificate of that app and its unencrypted RSA key'),
  TENKO_AZURE_SECRET_EXPIRES: z.iso
    .date('a day such as 2027-05-31')
    .transform((day) => new Date(`${day}T00:00:00Z`))
    .optional()
    .describe('Day on which that secret expires, such as 2027-05-31: alerts warn 30, 14 and 3 days before'),
  AZURE_CLOUD: z
    .enum(clouds, `one of ${clouds.join(', ')}`)
    .default('public')
    .describe('Microsoft cloud: public, usgov, usdod or china'),
  TENKO_PARTNER_NAME: z
    .string()
    .max(200, 'at most 200 characters')
    .optional()
    .describe(
      'Name of Tenko among the compliance partners in Intune. Unset: the name of the app registration',
    ),
  AZURE_AUTHORITY_HOST: z
    .string()
    .regex(
      /^(https:\/\/)?[\w.-]+(:\d+)?\/?$/,
      'a host such as login.microsoftonline.com, or its https address',
    )
    .transform((value) => value.replace(/^https:\/\//, '').replace(/\/$/, ''))
    .refine(
      (value) => URL.canParse(`https://${value}`),
      'a host such as login.microsoftonline.com, or its https address',
    )
    .optional()
    .describe('Other sign-in host than the one of the cloud'),
  MICROSOFT_GRAPH_URL: serverAddress('https', addressWords('https://graph.microsoft.com'))
    .optional()
    .describe('Other address of Microsoft Graph than the one of the cloud'),
  INTUNE_RESOURCE_URL: serverAddress('https', addressWords('https://api.manage.microsoft.com'))
    .optional()
    .describe('Other address of Intune than the one of the cloud'),
};
type Variables = z.infer<z.ZodObject<typeof azureVariables>>;

/** Throws Error with one line where Azure is configured in part, or in two ways. */
export function readAzure(values: Variables): AzureEnv {
  const credential = values.AZURE_CLIENT_SECRET ?? values.AZURE_CLIENT_CERTIFICATE_PATH;
  const needed: [string, string | undefined][] = [
    ['AZURE_TENANT_ID', values.AZURE_TENANT_ID],
    ['AZURE_CLIENT_ID', values.AZURE_CLIENT_ID],
    ['AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH', credential],
  ];
  const missing = needed.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0 && missing.length < needed.length) {
    throw new Error(
      `Azure is only partly configured: ${missing.join(' and ')} not set. Set it, or set none of them to use the sandbox.`,
    );
  }
  refuseTwo(values, 'AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH');
  const sandbox = missing.length > 0 || values.TENKO_SANDBOX === '1';
  return {
    mode: sandbox ? 'sandbox' : 'tenant',
    tenantId: values.AZURE_TENANT_ID ?? '',
    clientId: values.AZURE_CLIENT_ID ?? '',
    clientSecret: values.AZURE_CLIENT_SECRET ?? null,
    clientCertificatePath: values.AZURE_CLIENT_CERTIFICATE_PATH ?? null,
    secretExpires: values.TENKO_AZURE_SECRET_EXPIRES ?? null,
    cloud: values.AZURE_CLOUD,
    authorityHost: values.AZURE_AUTHORITY_HOST ?? null,
    graphUrl: values.MICROSOFT_GRAPH_URL ?? null,
    intuneResource: values.INTUNE_RESOURCE_URL ?? null,
    partnerName: values.TENKO_PARTNER_NAME ?? null,
  };
}

/** Of two credentials one would be used without a word, perhaps the one that was meant to be replaced. */
export function refuseTwo<Name extends string>(
  values: Partial<Record<Name, string | undefined>>,
  first: Name,
  second: Name,
): void {
  if (values[first] === undefined || values[second] === undefined) return;
  throw new Error(`${first} and ${second} are both set: an app signs in by one of them; unset the other.`);
}
