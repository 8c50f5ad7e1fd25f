import { TaskGuideScreen } from '#components/guide/task-guide-screen';
import { pageContext } from '#lib/http/pages/page-context';

export default async function AdminGuidePage() {
  await pageContext();
  return <TaskGuideScreen guide="admins" />;
}
