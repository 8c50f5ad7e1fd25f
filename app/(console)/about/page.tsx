import { AboutScreen } from '#components/about/about-screen';
import { getAbout } from '#lib/about/get-about';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';

export default async function AboutPage() {
  const { db, installation } = await pageContext();
  const installed = installation();
  const about = await getAbout(db, installed).catch((error: unknown) => {
    throw pageFailure(error);
  });
  return <AboutScreen about={about} packages={installed.packages} />;
}
