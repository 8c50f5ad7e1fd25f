import { TaskGuideScreen } from '#components/guide/task-guide-screen';
import { pageContext } from '#lib/http/pages/page-context';

export default async function HelpDeskGuidePage() {
  await pageContext();
  return <TaskGuideScreen guide="helpDesk" />;
}
