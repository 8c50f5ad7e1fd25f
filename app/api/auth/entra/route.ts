import { goToMicrosoft } from '#lib/http/sign-in-routes';

export const GET = goToMicrosoft;
