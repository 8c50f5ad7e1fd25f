import { sandboxPage } from '#lib/http/sign-in/sandbox-pages';

export const GET = sandboxPage('logout');
