import { previewUserMail } from '#lib/alerts/user-mail';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/user-mail/preview', ({ db, alerts, body, now }) =>
  previewUserMail({ db, alerts }, body, now),
);
