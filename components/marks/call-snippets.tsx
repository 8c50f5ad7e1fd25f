'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CodeBlock } from '#components/ui/code-block';

const languageNames = { curl: 'curl', python: 'Python', powershell: 'PowerShell' } as const;
type SnippetLanguage = keyof typeof languageNames;
const languages = Object.keys(languageNames) as SnippetLanguage[];

interface Props {
  /** Or what stands in its place, where the key is not known */
  apiKey: string;
  url: string;
  checksIn: boolean;
}

/** The same call for a shell, Python and PowerShell. */
export function CallSnippets({ apiKey, url, checksIn }: Props) {
  const t = useTranslations('apiCall');
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  return (
    <>
      <fieldset className="mb-2 flex flex-wrap gap-x-4 gap-y-1">
        <legend className="sr-only">{t('language')}</legend>
        {languages.map((value) => (
          <label
            key={value}
            className="inline-flex min-h-6 cursor-pointer items-center gap-1.5"
            translate="no"
          >
            <input
              type="radio"
              name="snippet-language"
              checked={value === language}
              onChange={() => setLanguage(value)}
              className="size-4 accent-accent"
            />
            {languageNames[value]}
          </label>
        ))}
      </fieldset>
      <CodeBlock text={snippetOf(language, { apiKey, url, checksIn })} what={t('snippet')} />
    </>
  );
}

interface Call {
  apiKey: string;
  url: string;
  /** Sends a check-in; otherwise it reads devices */
  checksIn: boolean;
}

/** A call that runs without changes: a check-in of one device at the current time, or a list of devices. */
function snippetOf(language: SnippetLanguage, call: Call): string {
  return call.checksIn ? checkIn[language](call) : devices[language](call);
}

const checkIn = {
  curl: ({ apiKey, url }) => `curl ${url}/api/v1/check-ins \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H "Content-Type: application/json" \\
  -d '{ "checkIns": [ {
    "externalId": "test-1", "checkedInAt": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'",
    "device": { "name": "Test device", "os": "ios", "osVersion": "26.1" }
  } ] }'`,
  python: ({ apiKey, url }) => `import json, urllib.request
from datetime import datetime, timezone

check_in = {
    "externalId": "test-1",
    "checkedInAt": datetime.now(timezone.utc).isoformat(),
    "device": {"name": "Test device", "os": "ios", "osVersion": "26.1"},
}
request = urllib.request.Request(
    "${url}/api/v1/check-ins",
    data=json.dumps({"checkIns": [check_in]}).encode(),
    headers={
        "Authorization": "Bearer ${apiKey}",
        "Content-Type": "application/json",
    },
)
print(urllib.request.urlopen(request).read().decode())`,
  powershell: ({ apiKey, url }) => `$checkIn = @{
  externalId  = "test-1"
  checkedInAt = (Get-Date).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ")
  device      = @{ name = "Test device"; os = "ios"; osVersion = "26.1" }
}
Invoke-RestMethod -Method Post -Uri "${url}/api/v1/check-ins" \`
  -Headers @{ Authorization = "Bearer ${apiKey}" } \`
  -ContentType "application/json" \`
  -Body (@{ checkIns = @($checkIn) } | ConvertTo-Json -Depth 5)`,
} satisfies Record<SnippetLanguage, (call: Call) => string>;

const devices = {
  curl: ({ apiKey, url }) => `curl "${url}/api/v1/devices?limit=10" \\
  -H "Authorization: Bearer ${apiKey}"`,
  python: ({ apiKey, url }) => `import urllib.request

request = urllib.request.Request(
    "${url}/api/v1/devices?limit=10",
    headers={"Authorization": "Bearer ${apiKey}"},
)
print(urllib.request.urlopen(request).read().decode())`,
  powershell: ({ apiKey, url }) => `Invoke-RestMethod -Uri "${url}/api/v1/devices?limit=10" \`
  -Headers @{ Authorization = "Bearer ${apiKey}" }`,
} satisfies Record<SnippetLanguage, (call: Call) => string>;
