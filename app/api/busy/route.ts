import { busyPage } from '#lib/http/too-many-page';

export const dynamic = 'force-dynamic';
export const GET = busyPage;
