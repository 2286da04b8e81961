import { parseArgs } from 'node:util';
import { UsageError } from '../../bin/cli/errors.ts';
import type { PlaceWishes } from './place.ts';
import type { Profile } from './report.ts';

export const HELP = `npm run conformance -- --base-url URL [flags]      holds a running plane to the governance contract

  --base-url URL     the plane, e.g. http://127.0.0.1:4700
  --signed-url URL   where signed calls go, when that is not the plane's own address (a stack's API domain)
  --profile NAME     strict: a check that could not be made counts as failed; diagnostic (default): it is noted
  --active           also the checks that change the plane: they deploy, fill limits, and switch changes off and on again
  --only TEXT        only invariants whose id contains TEXT; several, separated by commas
  --service NAME, --environment NAME, --versions A,B      where --active may deploy, and what; found when not given
  --report FILE      writes the report as JSON
  --help             this text

A local plane's people sign in by themselves. For another plane, give the access token of each role that you have in
DXCP_CONFORMANCE_ADMIN_TOKEN, …_OWNER_TOKEN, …_OBSERVER_TOKEN, …_CI_TOKEN, …_ROLELESS_TOKEN, and …_STRANGER_TOKEN (an
owner of another delivery group), or the name of a file that holds it in the same variable with _FILE at its end.
Signed calls use AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION.

Without --active nothing is changed but what refused requests leave in the audit trail. With it, run it where nobody
else deploys meanwhile.

Exits with 0 when the plane keeps the contract, with 1 when it does not, with 2 when the flags are not understood, with 4
when nobody could be signed in, and with 5 when the plane does not answer.
`;

export type Flags = {
  readonly baseUrl: string;
  readonly signedUrl: string;
  readonly profile: Profile;
  readonly isActive: boolean;
  readonly only: readonly string[];
  readonly wishes: PlaceWishes;
  readonly report: string | undefined;
};

/** Everything that can be asked of a plane of our own. */
export const strictly = (baseUrl: string, only: readonly string[] = ['']): Flags => ({
  baseUrl,
  signedUrl: baseUrl,
  profile: 'strict',
  isActive: true,
  only,
  wishes: {},
  report: undefined,
});

/** Answers nothing when only help is asked for. Throws UsageError. */
export function readFlags(args: readonly string[]): Flags | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { profile = 'diagnostic', service, environment, versions, only } = values;
  if (profile !== 'strict' && profile !== 'diagnostic') throw new UsageError('--profile takes strict or diagnostic');
  const baseUrl = originOf('--base-url', values['base-url']);
  return {
    baseUrl,
    signedUrl: values['signed-url'] === undefined ? baseUrl : originOf('--signed-url', values['signed-url']),
    profile,
    isActive: values.active ?? false,
    only: only?.split(',') ?? [''],
    wishes: {
      ...(service !== undefined && { service }),
      ...(environment !== undefined && { environment }),
      ...(versions !== undefined && { versions: versions.split(',') }),
    },
    report: values.report,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'base-url': { type: 'string' },
        'signed-url': { type: 'string' },
        profile: { type: 'string' },
        active: { type: 'boolean' },
        only: { type: 'string' },
        service: { type: 'string' },
        environment: { type: 'string' },
        versions: { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function originOf(flag: string, url: string | undefined): string {
  if (url === undefined) throw new UsageError(`Say which plane: ${flag} http://127.0.0.1:4700`);
  const parsed = URL.parse(url);
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) throw new UsageError(`${url} is not an address`);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
  if (parsed.protocol === 'http:' && !isHere) throw new UsageError(`${url} would send tokens in the clear: use https`);
  return parsed.origin;
}
