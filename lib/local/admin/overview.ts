import { describeSimulator } from '../engine/operator-routes.ts';
import { people } from '../issuer/people.ts';

export type PlaneFacts = {
  readonly url: string;
  readonly dataDir: string;
  readonly speed: number;
  readonly release: string;
  readonly engineUrl: string;
  readonly servicesUrl: string;
  readonly issuerUrl: string;
};

/** Everything that only a local plane has, as data. */
export function overview(facts: PlaneFacts, now: Date) {
  return {
    url: facts.url,
    data: facts.dataDir,
    release: facts.release,
    clock: { now: now.toISOString(), speed: facts.speed },
    addresses: {
      ui: facts.url,
      api: `${facts.url}/v1`,
      signedApi: `${facts.url}/v1/signed`,
      reference: `${facts.url}/docs`,
      issuer: facts.issuerUrl,
      engine: facts.engineUrl,
      services: `${facts.servicesUrl}/services/{environment}/{service}`,
    },
    users: people.map(({ id, name, email, title, roles }) => ({ id, name, email, title, roles })),
    routes: [
      'POST /.local/token            {"user": "owner"} → {accessToken, expiresIn}; plain text with Accept: text/plain',
      'GET  /.local/credentials      the key pair of the signing publisher',
      'POST /.local/seed             services and delivery groups, inserted when absent (token of admin)',
      'GET|PUT|DELETE /.local/engine/faults     faults of the engine: list, add, clear',
      'GET|PUT /.local/engine/events           whether the engine sends its events: {"enabled": false}',
      'GET|PUT|DELETE /.local/engine/scenarios  scenarios of the engine: list, set, clear',
    ],
    engine: describeSimulator(),
  };
}

export type Overview = ReturnType<typeof overview>;
