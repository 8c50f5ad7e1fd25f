import { createHash } from 'node:crypto';
import { type Person, people } from './people.ts';
import type { Answer } from './sandbox-context.ts';

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:30rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.375rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
button{display:block;width:100%;margin:0 0 .5rem;padding:.75rem 1rem;font:inherit;text-align:start;
border:1px solid light-dark(#87837a,#727985);border-radius:6px;background:light-dark(#fff,#1a1c20);color:inherit;cursor:pointer}
button:hover{background:light-dark(#eceae4,#25282e)}
small{display:block;color:light-dark(#595c64,#a6aab3);overflow-wrap:anywhere}`;
const styleHash = createHash('sha256').update(style).digest('base64');

function page(title: string, content: string, status = 200): Answer {
  return {
    status,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`,
    headers: {
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
    },
  };
}

/** The people to choose from. The form leads back to the same address, and so keeps its query. */
export function choicePage(): Answer {
  const lead =
    '<p>This is the sandbox’s stand-in for Microsoft’s sign-in page. Nobody here is real, and there is no password.</p>';
  const buttons = people.map(
    ({ id, name, username, about }: Person) =>
      `<button name="person" value="${id}">${name} (${username})<small>${about}</small></button>`,
  );
  const cancel = '<button name="person" value="">Cancel</button>';
  return page('Who signs in?', `${lead}<form method="post">${buttons.join('')}${cancel}</form>`);
}

/** What Entra shows itself, because it does not trust the address to lead back to. */
export function errorPage(number: number, text: string): Answer {
  return page('The request cannot be taken', `<p>AADSTS${number}: ${text}</p>`, 400);
}

export function signedOutPage(): Answer {
  return page('Signed out', '<p>The sandbox keeps no session. You can close this page.</p>');
}
