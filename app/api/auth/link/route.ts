import { signInWithLink } from '#lib/http/sign-in-routes';

export const GET = signInWithLink;
