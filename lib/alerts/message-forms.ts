import { escape as html } from 'es-toolkit';

/** A message for people, in the words of their language. */
export interface PeopleMessage {
  title: string;
  /** One sentence below the title; empty: none */
  lead: string;
  facts: { label: string; value: string }[];
  /** Of a summary: one line for each event */
  items: { text: string; url: string }[];
  /** Below the items; empty: none */
  rest: string;
  link: { label: string; url: string };
  footer: string;
  locale: string;
}

/** As Slack takes it: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackBody({ title, lead, facts, items, rest, link }: PeopleMessage) {
  const lines = [
    `*${escapeSlack(title)}*`,
    ...(lead === '' ? [] : [escapeSlack(lead)]),
    ...facts.map(({ label, value }) => `${escapeSlack(label)}: ${escapeSlack(value)}`),
    ...items.map(({ text, url }) => `• <${url}|${escapeSlack(text)}>`),
    ...(rest === '' ? [] : [escapeSlack(rest)]),
  ];
  return {
    text: title,
    blocks: [
      // Slack takes at most 3,000 characters in a section
      { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n').slice(0, 2900) } },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: { type: 'plain_text', text: link.label.slice(0, 75) }, url: link.url },
        ],
      },
    ],
  };
}

/** Slack reads these three as control characters: https://docs.slack.dev/messaging/formatting-message-text */
function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** An adaptive card, as workflows of Teams take it: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
export function teamsBody({ title, lead, facts, items, rest, link }: PeopleMessage) {
  const block = (text: string, more = {}) => ({
    type: 'TextBlock',
    text: escapeCard(text),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(title, { weight: 'Bolder', size: 'Medium' }),
            ...(lead === '' ? [] : [block(lead)]),
            ...(facts.length === 0
              ? []
              : [
                  {
                    type: 'FactSet',
                    facts: facts.map(({ label, value }) => ({ title: label, value: escapeCard(value) })),
                  },
                ]),
            ...items.map(({ text, url }) => ({
              type: 'TextBlock',
              wrap: true,
              spacing: 'Small',
              text: `[${escapeCard(text)}](${url})`,
            })),
            ...(rest === '' ? [] : [block(rest, { isSubtle: true })]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
        },
      },
    ],
  };
}

/** Cards read a part of Markdown: names of others must not become links or headings. */
function escapeCard(text: string): string {
  return text.replace(/[\\[\]()*_`#<>]/g, (letter) => `\\${letter}`);
}

export function mailOf({ title, lead, facts, items, rest, link, footer, locale }: PeopleMessage) {
  const text = [
    [title, lead].filter(Boolean).join('\n'),
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    items.map((item) => `- ${item.text}\n  ${item.url}`).join('\n'),
    rest,
    `${link.label}: ${link.url}`,
    `-- \n${footer}`,
  ];
  const rows = facts.map(
    ({ label, value }) =>
      `<p style="margin:0 0 8px"><span style="font-size:13px;opacity:0.75">${html(label)}</span><br>${html(value)}</p>`,
  );
  const list = items.map(({ text: said, url }) => `<li><a href="${html(url)}">${html(said)}</a></li>`);
  const body = [
    `<h1 style="font-size:20px;line-height:1.3;margin:0 0 8px">${html(title)}</h1>`,
    lead === '' ? '' : `<p style="margin:0 0 16px">${html(lead)}</p>`,
    // One below the other: beside each other, a name and a long address do not fit on a phone.
    rows.length === 0 ? '' : `<div style="margin:0 0 16px">${rows.join('')}</div>`,
    list.length === 0 ? '' : `<ul style="padding-left:20px;margin:0 0 16px">${list.join('')}</ul>`,
    rest === '' ? '' : `<p style="margin:0 0 16px">${html(rest)}</p>`,
    `<p style="margin:0 0 24px"><a href="${html(link.url)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#1f4fd8;color:#ffffff;text-decoration:none">${html(link.label)}</a></p>`,
    `<p style="margin:0;font-size:13px;opacity:0.75">${html(footer)}</p>`,
  ];
  return {
    subject: title,
    text: `${text.filter(Boolean).join('\n\n')}\n`,
    html: mailPage(body.join(''), locale),
  };
}

/** A whole mail in HTML, of its body: readable in narrow and wide windows, in light and dark. */
export function mailPage(body: string, locale: string): string {
  const font =
    "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5;overflow-wrap:anywhere";
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">';
  return `<!doctype html><html lang="${html(locale)}"><head>${head}</head><body style="margin:0;padding:24px;${font}"><div style="max-width:600px;margin:0 auto">${body}</div></body></html>`;
}
