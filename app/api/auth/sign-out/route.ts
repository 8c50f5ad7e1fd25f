import { endSession } from '#lib/http/sign-in-routes';

export const POST = endSession;
