'use client';

import { type ReactNode, useState } from 'react';
import { Button, IconButton, TextButton } from '#components/ui/button';
import { CheckList } from '#components/ui/check-list';
import { CodeBlock } from '#components/ui/code-block';
import { Copyable, CopyButton } from '#components/ui/copy-button';
import { DiffValue } from '#components/ui/diff-value';
import { Disclosure, MenuButton } from '#components/ui/disclosure';
import { Duration } from '#components/ui/duration';
import { EmptyState } from '#components/ui/empty-state';
import { FactList } from '#components/ui/fact-list';
import { FilterMenu } from '#components/ui/filter-menu';
import { Archive, CircleCheck, Clock, SearchX } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { Panel } from '#components/ui/panel';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { SearchBox } from '#components/ui/search-box';
import { ChoiceSelect, SelectField } from '#components/ui/select-box';
import { Skeleton } from '#components/ui/skeleton';
import { SortButton } from '#components/ui/sort-button';
import { TextField } from '#components/ui/text-field';
import { TimelineEntry } from '#components/ui/timeline-entry';
import { ToggleChip } from '#components/ui/toggle-chip';

const minute = 60_000;
const nothing = () => undefined;
const choices = [
  { value: 'a', label: 'First choice' },
  { value: 'b', label: 'Second choice' },
] as const;
type Choice = (typeof choices)[number]['value'];

/** Several states of one component in a row. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}

export function Controls() {
  const [chosen, setChosen] = useState<Choice>('a');
  const [several, setSeveral] = useState<Choice[]>(['a']);
  const [checked, setChecked] = useState<string[]>(['b']);
  const [text, setText] = useState('Text');
  const [pressed, setPressed] = useState(true);
  return (
    <Panel title="Controls">
      <div className="grid gap-4">
        {[false, true].map((disabled) => (
          <Row key={String(disabled)}>
            {(['primary', 'plain', 'quiet', 'danger'] as const).map((look) => (
              <Button key={look} look={look} disabled={disabled} onClick={nothing}>
                {look}
              </Button>
            ))}
            <IconButton icon={Archive} label="Icon button" disabled={disabled} onClick={nothing} />
            <TextButton disabled={disabled} onClick={nothing}>
              Text button
            </TextButton>
          </Row>
        ))}
        <Row>
          <ToggleChip
            icon={CircleCheck}
            label="Toggle"
            pressed={pressed}
            onToggle={() => setPressed(!pressed)}
          />
          <ToggleChip icon={Clock} label="Not pressed" pressed={false} onToggle={nothing} />
          <ChoiceSelect
            label="Choice"
            icon={Clock}
            value={chosen}
            choices={choices}
            onChoose={setChosen}
            showChoice
          />
          <FilterMenu
            label="Filter"
            chosenNote="chosen"
            choices={choices}
            chosen={several}
            onChange={setSeveral}
          />
          <Disclosure trigger="Disclosure" triggerClass="underline">
            {(close) => (
              <MenuButton icon={Archive} onClick={close}>
                Menu button
              </MenuButton>
            )}
          </Disclosure>
          <SortButton label="Ascending" direction="ascending" onSort={nothing} />
          <SortButton label="Descending" direction="descending" onSort={nothing} />
        </Row>
        <SelectField
          label="Select field"
          note="A note"
          value={chosen}
          choices={choices}
          onChoose={setChosen}
        />
        <CheckList legend="Check list" choices={choices} chosen={checked} onChange={setChecked} />
        <TextField label="Text field" note="A note" value={text} onChange={setText} />
        <SearchBox
          label="Search"
          hint="Hint"
          value=""
          maxLength={100}
          refusalOf={(value) => (value === 'no' ? 'This cannot be searched for' : null)}
          onSearch={async () => undefined}
        />
      </div>
    </Panel>
  );
}

export function Dialogs() {
  const [open, setOpen] = useState(false);
  return (
    <Panel title="Dialogs" aside={<Button onClick={() => setOpen(true)}>Open dialog</Button>}>
      <ModalDialog title="Dialog" open={open} onClose={() => setOpen(false)}>
        <p>Contents of the dialog</p>
      </ModalDialog>
      <EmptyState icon={SearchX} title="Empty state" text="What to do next">
        <Button onClick={nothing}>Next step</Button>
      </EmptyState>
    </Panel>
  );
}

export function Texts() {
  return (
    <Panel title="Texts">
      <div className="grid gap-4">
        <FactList
          facts={[
            ['Copyable', <Copyable key="copyable" text="007c8232-9489" what="ID" />],
            ['Copy button', <CopyButton key="button" text="text" what="text" />],
            ['Change', <DiffValue key="diff" from="before" to="after" />],
            ['Skeleton', <Skeleton key="skeleton" />],
          ]}
        />
        <CodeBlock text={'curl https://tenko.example/api/v1/devices'} what="call" />
      </div>
    </Panel>
  );
}

export function Times() {
  const [now] = useState(() => Date.now());
  const at = (ms: number) => new Date(now + ms).toISOString();
  return (
    <Panel title="Times">
      <div className="grid gap-2">
        {[0, -minute, -60 * minute, -24 * 60 * minute, -400 * 24 * 60 * minute].map((ms) => (
          <Row key={ms}>
            <RelativeTime value={at(ms)} />
            <RelativeTime value={at(ms)} short />
            <ExactTime value={at(ms)} />
            <Duration ms={Math.abs(ms)} />
          </Row>
        ))}
        <RelativeTime value={at(90 * minute)} future />
        <ol>
          <TimelineEntry icon={Archive} title="Timeline entry" at={at(0)}>
            Its details
          </TimelineEntry>
          <TimelineEntry icon={Archive} tone="bad" title="Timeline entry in a tone" at={at(-minute)} />
        </ol>
      </div>
    </Panel>
  );
}
