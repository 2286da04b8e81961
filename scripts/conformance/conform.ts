import { UsageError } from '../../bin/cli/errors.ts';
import { chapters, contractVersion, invariants } from './contract.ts';
import { type Credential, credentials, gatherCredentials, type Keyring } from './credentials.ts';
import { rememberRunning } from './deploying.ts';
import type { Flags } from './flags.ts';
import type { Chapter } from './invariant.ts';
import { makeReport, type Report } from './report.ts';
import { judgeAll, putBack, type Verdict } from './run.ts';
import { type OpenSuite, openSuite } from './suite.ts';

type Watching = {
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (verdict: Verdict) => void;
  /** Gets a line on what is about to be done. */
  readonly announce?: (line: string) => void;
  /** Gets the way to stop the run in its middle: it ends after what was changed is put back. */
  readonly onOpen?: (stop: () => void) => void;
};

/** Nobody could be signed in, so nothing could be learned. */
export class NobodySignedIn extends Error {
  override readonly name = 'NobodySignedIn';
}

/** Holds a plane to the contract, and reports. Throws Unreachable, UsageError and NobodySignedIn. */
export async function conform(flags: Flags, { env, tell, announce, onOpen }: Watching): Promise<Report> {
  const { baseUrl, profile, isActive: active } = flags;
  const wanted = wantedOf(flags.only);
  const startedAt = new Date();
  const begun = performance.now();
  const keyring = await gatherCredentials(baseUrl, env);
  const suite = openSuite({ ...flags, keyring });
  await expectPlane(suite);
  onOpen?.(suite.stop);
  announce?.(`Governance contract ${contractVersion} against ${baseUrl}, called as ${heldIn(keyring).join(', ')}`);
  if (active) announce?.(await placeWords(suite));
  const runAsBefore = active ? await rememberRunning(suite) : async () => undefined;
  const verdicts = await judgeAll(wanted, { suite, tell });
  if (!suite.isStopped()) await runAsBefore();
  await putBack(suite);
  return makeReport({
    contractVersion,
    contractSize: invariants.length,
    baseUrl,
    profile,
    active,
    complete: !suite.isStopped(),
    startedAt,
    durationMs: performance.now() - begun,
    chapters: wanted,
    verdicts,
    leftBehind: suite.left,
  });
}

function wantedOf(only: readonly string[]): readonly Chapter[] {
  const isWanted = ({ id }: { id: string }) => only.some((text) => id.includes(text));
  const wanted = chapters
    .map((chapter) => ({ ...chapter, invariants: chapter.invariants.filter(isWanted) }))
    .filter((chapter) => chapter.invariants.length > 0);
  if (wanted.length === 0) throw new UsageError(`No invariant has ${only.join(' or ')} in its id`);
  return wanted;
}

const heldIn = ({ tokens, signer }: Keyring): readonly Credential[] =>
  credentials.filter((who) => (who === 'signed' ? signer !== undefined : tokens[who] !== undefined));

const placeWords = async (suite: OpenSuite): Promise<string> => {
  try {
    const { service, sibling, environment, versions } = await suite.place();
    const services = sibling === undefined ? service : `${service} and ${sibling}`;
    return `Deploys ${services} to ${environment}, in ${versions.join(' and ')}, and changes settings for seconds`;
  } catch (error) {
    return `Nothing can be deployed: ${error instanceof Error ? error.message : error}`;
  }
};

/** Something that is no plane, or knows none of the callers, would fail every check, and nobody would know why. */
async function expectPlane({ ask, baseUrl, keyring }: OpenSuite): Promise<void> {
  const health = await ask('nobody', { method: 'GET', path: '/v1/health' });
  if (health.status !== 200) throw new UsageError(`${baseUrl} is no plane: GET /v1/health answers ${health.status}`);
  const bearers = credentials.filter((who) => who !== 'signed' && keyring.tokens[who] !== undefined);
  if (bearers.length === 0 && !keyring.signer) {
    throw new NobodySignedIn(`Nobody is signed in to ${baseUrl}: give tokens in DXCP_CONFORMANCE_…_TOKEN (--help)`);
  }
  const answers = await Promise.all(bearers.map((who) => ask(who, { method: 'GET', path: '/v1/whoami' })));
  const unknown = bearers.filter((_, at) => answers[at]?.status === 401);
  if (unknown.length > 0) throw new NobodySignedIn(`${baseUrl} does not accept the token of ${unknown.join(', ')}`);
}
