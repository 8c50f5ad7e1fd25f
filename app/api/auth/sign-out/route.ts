import { signOutHere } from '#lib/http/sign-in/sign-out-route';

export const POST = signOutHere;
