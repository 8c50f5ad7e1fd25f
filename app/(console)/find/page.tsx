import { redirect } from 'next/navigation';
import { NothingFound } from '#components/devices/filters/nothing-found';
import { ConsolePage } from '#components/layout/console-page';
import { listHref } from '#lib/client/lists/device-search';
import { deviceHref, userHref } from '#lib/client/lists/list-links';
import { makeQueryClient } from '#lib/client/query-client';
import { leadToDevice } from '#lib/devices/lead-to-device';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';

/** For links from elsewhere: leads to the one device that is meant, to the person whose devices are, or to the list of all of them. */
export default async function FindPage({ searchParams }: PageProps<'/find'>) {
  const [{ db }, address] = await Promise.all([pageContext(), searchParams]);
  const { device, user, list, asked } = await leadToDevice(db, address).catch((error: unknown) => {
    throw pageFailure(error);
  });
  if (device !== null) redirect(deviceHref(device, null));
  if (user !== null) redirect(userHref(user));
  if (list !== null) redirect(listHref(list));
  return (
    <ConsolePage messages={['find']} client={makeQueryClient()}>
      <NothingFound asked={asked} />
    </ConsolePage>
  );
}
