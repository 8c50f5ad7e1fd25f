import {
  ClientCodes,
  EntraMarks,
  EntraTags,
  FailureTexts,
  GivenTexts,
  StatusBadges,
} from '#components/gallery/marks-gallery';
import { Controls, Dialogs, Texts, Times } from '#components/gallery/ui-gallery';
import { PageTitle } from '#components/layout/page-header';
import { PageMessages } from '#components/layout/page-messages';
import { locales } from '#lib/i18n/locales';

/** All of `components/ui` and `components/marks` in all states. Next knows this page in development only. */
export default function GalleryPage() {
  return (
    <PageMessages groups={['device', 'devices']}>
      <PageTitle page="Gallery" />
      <main className="mx-auto grid max-w-5xl gap-6 p-6">
        <h1 className="font-semibold text-xl">Gallery</h1>
        <p className="text-muted">Cookies choose the theme and one of {locales.length} languages.</p>
        <Controls />
        <Dialogs />
        <Texts />
        <Times />
        <StatusBadges />
        <ClientCodes />
        <EntraMarks />
        <EntraTags />
        <FailureTexts />
        <GivenTexts />
      </main>
    </PageMessages>
  );
}
