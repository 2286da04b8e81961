import { createClient } from '../../../lib/contract/client.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { reach, withoutControlCharacters } from '../http.ts';
import { saveProfile } from '../profiles.ts';
import type { Session } from '../session.ts';
import { type SignInOptions, signIn } from '../sign-in/sign-in.ts';
import { whoText } from '../text/who.ts';

type LoginOptions = SignInOptions & { readonly signedBase?: string; readonly region?: string };

export const addLogin: AddCommand = (program, run) => {
  program
    .command('login')
    .description('sign in and remember it in the profile')
    .option('--user <user>', 'user of a local plane: admin, owner, owner2, observer or ci (default: owner)')
    .option('--token <token>', 'an access token from elsewhere; - reads it from standard input')
    .option('--signed-base <url>', 'where signed calls go, when not to the plane’s own address')
    .option('--region <region>', 'AWS region of signed calls')
    .addHelpText(
      'after',
      examples(
        'dxcp login',
        'dxcp login --user observer',
        'dxcp login --profile prod --url https://dxcp.example.com',
        'get-token | dxcp login --profile prod --url https://dxcp.example.com --token -',
      ),
    )
    .action((options: LoginOptions) => run((session) => login(session, options)));
};

const login = async (session: Session, options: LoginOptions): Promise<number> => {
  const { file, profile, profileName } = session.plane;
  const { user, token, expiresAt } = await signIn(session, options);
  const signedBase = options.signedBase ?? profile.signedBase;
  const region = options.region ?? profile.region;
  const client = createClient({
    baseUrl: profile.url,
    token: async () => token,
    fetch: withoutControlCharacters(reach),
  });
  const who = await client.identity.whoami();
  // A token that the plane does not believe must not take the place of one that it does.
  await saveProfile(file, profileName, {
    url: profile.url,
    ...(signedBase === undefined ? {} : { signedBase }),
    ...(region === undefined ? {} : { region }),
    ...(user === undefined ? {} : { user }),
    token,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  session.show(who, () => whoText(who, session));
  return who.actor.role === undefined ? exitCodes.notSignedIn : exitCodes.ok;
};
