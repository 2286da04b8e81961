import { parseArgs } from 'node:util';
import { exitCodes } from '../../bin/cli/exit-codes.ts';
import type { PlaneOptions } from '../../bin/cli/plane.ts';

const HELP = `npm run demo -- [flags]      plays the whole story against a plane of this machine, and proves each step

  --url URL       the plane, in place of the profile's (or DXCP_URL)
  --profile NAME  a profile of dxcp login (or DXCP_PROFILE; default local, at first http://127.0.0.1:4700)
  --help          this text

A plane runs by npm start. Exits with 0 when everything held, with 1 at the first thing that did not, with 2 when the
flags are not understood, with 4 when the plane signs nobody in, and with 5 when it does not answer.
`;

/** Which plane the story is played against. Ends the process with the help where that is asked for or needed. */
export const readOptions = (args: readonly string[]): PlaneOptions => {
  try {
    const { help, ...options } = parseArgs({
      args: [...args],
      options: { url: { type: 'string' }, profile: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
    if (!help) return options;
    console.log(HELP);
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return process.exit(exitCodes.usage);
  }
  return process.exit(exitCodes.ok);
};
