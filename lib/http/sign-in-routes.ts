import { beginEntraSignIn } from '../auth/begin-entra-sign-in.ts';
import { finishEntraSignIn } from '../auth/finish-entra-sign-in.ts';
import { attemptCookieName, secretCookie } from '../auth/session-cookie.ts';
import { signInByLink } from '../auth/sign-in-by-link.ts';
import type { EntraSignIn } from '../domain/entra-sign-in.ts';
import { SignInRefused } from '../domain/sign-in-problem.ts';
import { publicRoute } from './public-route.ts';
import { isBroughtIn } from './sandbox-pages.ts';
import { leadIn, leadTo, signInStep } from './sign-in-request.ts';
import type { SignInRuntime } from './web-runtime.ts';

/** Uses a one-time link up, and leads to the console. */
export const signInWithLink = publicRoute((request) =>
  signInStep(request, 'link', async (runtime, asked) => {
    if (!runtime.signIn.link) throw new SignInRefused('link_off', 'links are switched off');
    const begun = await signInByLink(runtime.db, asked.url.searchParams.get('token') ?? '', asked);
    return leadIn(runtime, begun, { location: '/overview', requestId: asked.requestId });
  }),
);

/** Leads to Microsoft. */
export const goToMicrosoft = publicRoute((request) =>
  signInStep(request, 'entra', async ({ db, signIn, publicUrl }, { url, now, requestId }) => {
    if (signIn.sandboxPages !== null && isBroughtIn(publicUrl)) {
      throw new SignInRefused('app_refused', 'the sandbox is not open to others than this machine');
    }
    const returnTo = url.searchParams.get('returnTo');
    const begun = await beginEntraSignIn(db, openEntra(signIn), { returnTo, now });
    const response = leadTo(begun.url, requestId);
    const cookie = { value: begun.secret, expires: begun.expiresAt };
    response.headers.append('set-cookie', secretCookie(attemptCookieName(publicUrl), cookie, publicUrl));
    return response;
  }),
);

/** Where Microsoft leads back to. */
export const returnFromMicrosoft = publicRoute((request) =>
  signInStep(request, 'entra', async (runtime, asked) => {
    const { signIn, db } = runtime;
    const given = asked.url.searchParams;
    const answer = {
      code: given.get('code'),
      state: given.get('state'),
      error: given.get('error'),
      errorDescription: given.get('error_description'),
    };
    const { attempt } = asked;
    const { roleGroups } = signIn;
    const begun = await finishEntraSignIn(db, openEntra(signIn), { attempt, answer, roleGroups }, asked);
    return leadIn(runtime, begun, { location: begun.returnTo, requestId: asked.requestId });
  }),
);

/** Leads to where the browser's session at Microsoft ends. */
export const signOutAtMicrosoft = publicRoute((request) =>
  signInStep(request, null, async ({ signIn }, { requestId }) =>
    leadTo(await openEntra(signIn).signOutUrl(), requestId),
  ),
);

/** A certificate that cannot be read is the app's fault, not the person's. */
function openEntra({ entra }: SignInRuntime): EntraSignIn {
  if (entra === null) throw new SignInRefused('app_refused', 'sign-in by Microsoft is switched off');
  try {
    return entra();
  } catch (error) {
    throw new SignInRefused('app_refused', error instanceof Error ? error.message : 'unusable configuration');
  }
}
