import { returnFromMicrosoft } from '#lib/http/sign-in/sign-in-routes';

export const GET = returnFromMicrosoft;
