import { z } from 'zod';
import { clientIdWords, refuseTwo } from './azure.ts';
import { guid, integer, isLoopback, secret, truth } from './values.ts';

/** How people sign in, and for how long; times in ms */
export interface SignInEnv {
  clientId: string;
  clientSecret: string | null;
  clientCertificatePath: string | null;
  /** Groups of Entra whose members have a role; ids in lower case */
  roleGroups: { role: (typeof groupRoles)[number]; groupId: string }[];
  /** One-time links are taken */
  link: boolean;
  /** Anyone who reaches Tenko may choose one of the sandbox's people */
  sandbox: boolean;
  session: { idleMs: number; lifetimeMs: number };
}

const minute = 60_000;
const groupRoles = ['viewer', 'operator', 'auditor', 'admin'] as const;
const groupPair = new RegExp(
  `^(${groupRoles.join('|')})=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
  'i',
);
const groupWords = 'pairs such as admin=00000000-0000-0000-0000-000000000000, separated by commas';

export const signInVariables = {
  AZURE_SIGN_IN_CLIENT_ID: guid(clientIdWords)
    .optional()
    .describe('Application (client) ID of another app for signing people in. Unset: the app that reports'),
  AZURE_SIGN_IN_CLIENT_SECRET: secret.optional().describe('Secret of that app; set it or the certificate'),
  AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH: z
    .string()
    .optional()
    .describe('PEM file with the certificate of that app and its unencrypted RSA key'),
  TENKO_ROLE_GROUPS: z
    .string()
    .transform((value) => value.split(',').map((pair) => pair.trim()))
    .refine((pairs) => pairs.every((pair) => groupPair.test(pair)), groupWords)
    .default([])
    .describe(
      'Entra groups with a role: admin=<object id>,operator=<object id>,auditor=<object id>,viewer=<object id>',
    ),
  TENKO_SIGN_IN_LINK: truth.default(true).describe('false: one-time sign-in links neither work nor are made'),
  TENKO_SANDBOX_SIGN_IN: truth
    .optional()
    .describe(
      'Whether everyone who reaches Tenko may sign in as one of the sandbox’s people. Unset: on a loopback address only',
    ),
  TENKO_SESSION_IDLE_MINUTES: integer(5, 10_080)
    .default(240)
    .describe('A session ends after so long without use'),
  TENKO_SESSION_HOURS: integer(1, 720).default(24).describe('A session ends after so long in any case'),
};
type Variables = z.infer<z.ZodObject<typeof signInVariables>>;

interface Around {
  /** Of the app that reports */
  app: Pick<SignInEnv, 'clientId' | 'clientSecret' | 'clientCertificatePath'>;
  host: string;
  url: string;
}

/** Throws Error with one line where the sign-in app is configured in part, or in two ways. */
export function readSignIn(values: Variables, { app, host, url }: Around): SignInEnv {
  return {
    ...appOf(values, app),
    roleGroups: values.TENKO_ROLE_GROUPS.map((pair) => {
      const [, role = '', groupId = ''] = groupPair.exec(pair) ?? [];
      return {
        role: role.toLowerCase() as SignInEnv['roleGroups'][number]['role'],
        groupId: groupId.toLowerCase(),
      };
    }),
    link: values.TENKO_SIGN_IN_LINK,
    sandbox: values.TENKO_SANDBOX_SIGN_IN ?? (isLoopback(host) && isLoopback(new URL(url).hostname)),
    session: {
      idleMs: values.TENKO_SESSION_IDLE_MINUTES * minute,
      lifetimeMs: values.TENKO_SESSION_HOURS * 60 * minute,
    },
  };
}

function appOf(values: Variables, app: Around['app']): Around['app'] {
  const clientId = values.AZURE_SIGN_IN_CLIENT_ID;
  const clientSecret = values.AZURE_SIGN_IN_CLIENT_SECRET;
  const certificate = values.AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH;
  refuseTwo(values, 'AZURE_SIGN_IN_CLIENT_SECRET', 'AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH');
  const credential = clientSecret ?? certificate;
  if (clientId === undefined && credential === undefined) return app;
  if (clientId !== undefined && credential !== undefined) {
    return { clientId, clientSecret: clientSecret ?? null, clientCertificatePath: certificate ?? null };
  }
  const missing =
    clientId === undefined
      ? 'AZURE_SIGN_IN_CLIENT_ID'
      : 'AZURE_SIGN_IN_CLIENT_SECRET or AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH';
  throw new Error(
    `The sign-in app is only partly configured: ${missing} not set. Set it, or set none of them to use the reporting app.`,
  );
}
