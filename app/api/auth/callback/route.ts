import { returnFromMicrosoft } from '#lib/http/sign-in-routes';

export const GET = returnFromMicrosoft;
