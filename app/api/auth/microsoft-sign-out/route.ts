import { signOutAtMicrosoft } from '#lib/http/sign-in-routes';

export const GET = signOutAtMicrosoft;
