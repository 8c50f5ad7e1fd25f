import { busyPage } from '#lib/http/limits/too-many-page';

export const dynamic = 'force-dynamic';
export const GET = busyPage;
