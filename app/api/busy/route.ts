import { busyPage } from '#lib/http/pages/error-pages';

export const dynamic = 'force-dynamic';
export const GET = busyPage;
