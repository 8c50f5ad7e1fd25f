'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { SelectBox } from '#components/ui/select-box';
import { type TextEncoding, textEncodings } from '#lib/domain/text/text-encoding';

/** Names of standards, the same in every language. */
export const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
  shift_jis: 'Shift JIS',
  gb18030: 'GB 18030',
  big5: 'Big5',
  'euc-kr': 'EUC-KR',
} as const satisfies Record<TextEncoding, string>;

interface Props {
  encoding: TextEncoding;
  /** Rejects where the file is not in that encoding */
  onChoose: (encoding: TextEncoding) => Promise<void>;
}

/** How the letters of a file are read, where they are no UTF-8: by eye alone it can be told whether that is right. */
export function EncodingChoice({ encoding, onChoose }: Props) {
  const t = useTranslations('imports');
  const id = useId();
  const [failed, setFailed] = useState(false);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t('encoding')}
      </label>
      <SelectBox
        id={id}
        aria-describedby={`${id}note`}
        value={encoding}
        choices={textEncodings.map((value) => ({ value, label: encodingNames[value], lang: 'en' }))}
        onChoose={(chosen) => {
          setFailed(false);
          onChoose(chosen).catch(() => setFailed(true));
        }}
      />
      <p id={`${id}note`} className="text-muted text-sm">
        {t('encodingNote')}
      </p>
      {failed && (
        <p role="alert" className="text-bad text-sm">
          {t('encodingWrong')}
        </p>
      )}
    </div>
  );
}
