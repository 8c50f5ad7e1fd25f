import { signOutHere } from '#lib/http/sign-out-route';

export const POST = signOutHere;
