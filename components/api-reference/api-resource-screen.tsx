import { useTranslations } from 'next-intl';
import { SettingsNavigation } from '#components/layout/navigation';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { CodeBlock } from '#components/ui/code-block';
import type { ReferenceOperation } from '#lib/contract/api-reference';

type Field = ReferenceOperation['parameters'][number];

interface Props {
  name: string;
  url: string;
  operations: readonly ReferenceOperation[];
}

/** All about the operations of one part of the API, each with a call that can be copied. */
export function ApiResourceScreen({ name, url, operations }: Props) {
  const t = useTranslations('apiReference');
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={`${t('title')}: ${name}`}
        heading={<span translate="no">{name}</span>}
        tabs={<SettingsNavigation />}
        back={<BackLink href="/api-reference">{t('back')}</BackLink>}
      />
      {operations.map((operation) => (
        <OperationSection key={operation.id} url={url} operation={operation} />
      ))}
    </div>
  );
}

function OperationSection({ url, operation }: { url: string; operation: ReferenceOperation }) {
  const t = useTranslations('apiReference');
  const { id, method, path, summary, scope, parameters, body, answer, status } = operation;
  const title = `${id}-title`;
  return (
    <section
      id={id}
      aria-labelledby={title}
      className="min-w-0 scroll-mt-4 rounded-lg border border-line bg-surface"
    >
      <header className="border-line border-b px-4 py-2">
        <h2 id={title} className="wrap-anywhere font-mono font-semibold" translate="no">
          {method} {path}
        </h2>
        <p lang="en" translate="no">
          {summary}
        </p>
        <p className="text-muted text-sm">
          {t.rich(scope === 'audit:read' ? 'scopeOfAuditors' : 'scope', {
            scope,
            code: (text) => <code translate="no">{text}</code>,
          })}
        </p>
      </header>
      <div className="flex flex-col gap-3 p-4">
        <CodeBlock text={callOf(url, operation)} what={`${t('example')}: ${method} ${path}`} />
        <Fields title={t('parameters')} fields={parameters} open />
        {body !== null && <Fields title={t('body')} note={body.media.join(', ')} fields={body.fields} />}
        <Fields title={t('response')} note={`${status} ${answer.media.join(', ')}`} fields={answer.fields} />
      </div>
    </section>
  );
}

interface FieldsProps {
  title: string;
  /** The media type */
  note?: string;
  fields: readonly Field[];
  open?: boolean;
}

/** What a call takes or returns. Folded by the browser itself: the page needs no script for it. */
function Fields({ title, note, fields, open = false }: FieldsProps) {
  const t = useTranslations('apiReference');
  if (fields.length === 0 && note === undefined) return null;
  const heading = (
    <>
      <span className="font-medium">{title}</span>{' '}
      {note !== undefined && (
        <code className="text-muted text-sm" translate="no">
          {note}
        </code>
      )}
    </>
  );
  if (fields.length === 0) return <p>{heading}</p>;
  return (
    <details open={open}>
      <summary className="min-h-6 cursor-pointer">{heading}</summary>
      <ul className="mt-1 divide-y divide-line border-line border-t" translate="no">
        {fields.map(({ name, type, required, values, description }) => (
          <li
            key={name}
            className="grid gap-x-4 py-1 min-[56rem]:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,3fr)]"
          >
            <code className="wrap-anywhere text-sm">{name}</code>
            <span className="text-muted text-sm">
              {type}
              {required && <span translate="yes"> · {t('required')}</span>}
            </span>
            <span className="min-w-0 text-sm">
              {description !== null && <span lang="en">{description} </span>}
              {values.length > 0 && <code className="wrap-anywhere text-muted">{values.join(' · ')}</code>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A call for a shell. What stands between braces is the caller's to fill in. */
function callOf(url: string, { method, path, body, parameters, answer }: ReferenceOperation): string {
  const needed = parameters.filter(({ name, required }) => required && !name.startsWith('{'));
  const query = needed.map(({ name, values }) => `${name}=${values[0] ?? name.toUpperCase()}`).join('&');
  // A stream of events is shown as it comes in.
  const flags = answer.media.includes('text/event-stream') ? '-N ' : method === 'GET' ? '' : `-X ${method} `;
  const lines = [
    `curl ${flags}"${url}${path}${query && `?${query}`}"`,
    '-H "Authorization: Bearer $TENKO_KEY"',
  ];
  if (body !== null) lines.push(`-H "Content-Type: ${body.media[0]}"`);
  if (body?.example !== undefined && body.example !== null) {
    lines.push(`-d '${JSON.stringify(body.example, null, 2)}'`);
  } else if (body !== null) lines.push('--data-binary @FILE');
  return lines.join(' \\\n  ');
}
