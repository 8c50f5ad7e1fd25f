import { goToMicrosoft } from '#lib/http/sign-in/sign-in-routes';

export const GET = goToMicrosoft;
