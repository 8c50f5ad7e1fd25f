export const languageNames = { curl: 'curl', python: 'Python', powershell: 'PowerShell' } as const;
export type SnippetLanguage = keyof typeof languageNames;

interface Call {
  apiKey: string;
  url: string;
  /** Sends a check-in; otherwise it reads devices */
  checksIn: boolean;
}

/** A call that runs without changes: a check-in of one device at the current time, or a list of devices. */
export function snippetOf(language: SnippetLanguage, call: Call): string {
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
