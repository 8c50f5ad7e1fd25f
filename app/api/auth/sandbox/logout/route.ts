import { sandboxPage } from '#lib/http/sandbox-pages';

export const GET = sandboxPage('logout');
