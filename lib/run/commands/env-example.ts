import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { envExample, variables } from '#lib/env';
import { secretVariables } from '#lib/env/secret-files';
import { projectRoot } from '#lib/paths';
import { runAsProgram } from './program.ts';

/** What the chart sets by other values, or what an image of many processes has no use for. */
const setByChart = [
  'HOST',
  'PORT',
  'TENKO_DATA_DIR',
  'TENKO_TAKE_OVER_DATA_DIR',
  'TENKO_LOG_TO',
  'TENKO_STOP_DELAY_SECONDS',
  'TENKO_WORKER_METRICS_PORT',
  'TENKO_WORKER_METRICS_HOST',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH',
  'NODE_EXTRA_CA_CERTS',
];

interface ChartSchema {
  definitions: { secrets: { propertyNames: { enum: string[] } } };
  properties: { settings: { propertyNames: { enum: string[] } } };
}

export const chartSchemaPath = join(projectRoot, 'deploy', 'helm', 'tenko', 'values.schema.json');

/** The schema of the chart's values with the names of all settings and secrets: a misspelt one is refused. */
export function chartSchema(text: string): string {
  const schema = JSON.parse(text) as ChartSchema;
  const secrets: string[] = [...secretVariables];
  const described = Object.entries(variables.shape).filter(
    ([, { description }]) => description !== undefined,
  );
  const settings = described.map(([name]) => name).filter((name) => !secrets.includes(name));
  schema.definitions.secrets.propertyNames.enum = secrets;
  schema.properties.settings.propertyNames.enum = settings.filter((name) => !setByChart.includes(name));
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** `npm run env:example`: writes `.env.example`, and the names in the chart's schema, from the settings that Tenko knows. */
if (import.meta.main) {
  await runAsProgram(async () => {
    await writeFile(join(projectRoot, '.env.example'), envExample());
    await writeFile(chartSchemaPath, chartSchema(await readFile(chartSchemaPath, 'utf8')));
    console.log('Wrote .env.example and values.schema.json of the chart.');
  });
}
