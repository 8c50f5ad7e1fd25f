import { sandboxPage } from '#lib/http/sandbox-pages';

export const GET = sandboxPage('authorize');
export const POST = sandboxPage('authorize');
