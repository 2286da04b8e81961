import { conform } from './conformance/conform.ts';
import { strictly } from './conformance/flags.ts';
import { withOwnPlane } from './conformance/own-plane.ts';
import { reportWords, verdictWords } from './conformance/words.ts';

/** `npm run test:conformance`: starts a plane on empty data, holds it to the whole contract, and stops it. */

/** Fast enough that nobody waits, and slow enough that what is under way can be looked at on a busy machine. */
const SPEED = 10;

const report = await withOwnPlane({ speed: SPEED }, (baseUrl) =>
  conform(strictly(baseUrl), { env: {}, tell: (verdict) => console.log(verdictWords(verdict)) }),
);
console.log(reportWords(report));
process.exitCode = report.conforms ? 0 : 1;
