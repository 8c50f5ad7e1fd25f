import { signOutHere } from '#lib/http/sign-in/sign-in-routes';

export const POST = signOutHere;
