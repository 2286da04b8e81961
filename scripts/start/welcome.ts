import { relative } from 'node:path';
import { people } from '../../lib/local/issuer/people.ts';
import type { Plane } from '../../lib/local/plane/plane.ts';
import type { Flags } from './flags.ts';

/** What people read when a plane is up. The first line is also what scripts wait for. */
export function welcome(facts: {
  readonly plane: Plane;
  readonly flags: Flags;
  readonly seconds: number;
  readonly logFile: string;
}): string {
  const { plane, flags, seconds, logFile } = facts;
  const { url, dataDir, ui } = plane;
  const users = people.map(({ id, title }) => `    ${id.padEnd(10)} ${title}`).join('\n');
  return `
DXCP ready ${url}

  Open it and choose who you are; no passwords:
${users}

  Try, in another terminal:
${(flags.empty ? firstSteps : firstDeployment)(url)}
  Command line: npm run dxcp -- login --url ${url}    then: npm run dxcp -- --help

  All about this plane: ${url}/.local/    API: ${url}/docs    Logs: ${logFile}
  Data: ${relative('', dataDir) || dataDir}${flags.speed === 1 ? '' : `    Time runs ${flags.speed} times as fast`}    Started in ${seconds.toFixed(1)} s    Ctrl-C stops
${ui.kind === 'failed' ? `\n! The web UI could not be built; the API works.\n${ui.detail}\n` : ''}`;
}

const token = (url: string, user: string): string =>
  `    TOKEN=$(curl -s ${url}/.local/token -H 'accept: text/plain' -d '{"user":"${user}"}')\n`;

const firstDeployment = (url: string): string =>
  `${token(url, 'owner')}    curl -s ${url}/v1/deployments -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -H "idempotency-key: try-$RANDOM" \\
      -d '{"service":"demo-service","environment":"sandbox","version":"1.0.0","recipeId":"default","changeSummary":"First deployment"}'
    curl -s "${url}/v1/services/demo-service/delivery-status?environment=sandbox" -H "authorization: Bearer $TOKEN"
`;

/** Without services there is nothing to deploy yet: they are added first. */
const firstSteps = (url: string): string =>
  `    npm run seed -- scripts/seed.example.json --url ${url}
${token(url, 'admin')}    curl -s ${url}/v1/services -H "authorization: Bearer $TOKEN"
    curl -s ${url}/v1/delivery-groups -H "authorization: Bearer $TOKEN"
`;
