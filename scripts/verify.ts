import { parseArgs } from 'node:util';
import { verify } from '../lib/usecases/verify.ts';
import { openPlaneTable } from './verify/plane-table.ts';
import { reportText } from './verify/report.ts';

/**
 * `dxcp verify`: recomputes every invariant from everything a plane has stored. Reads with the rights of an operator,
 * writes nothing. Exits with 1 when something is not as it must be, with 5 when the table cannot be read.
 */

const { values } = parseArgs({
  options: {
    table: { type: 'string', default: process.env.DXCP_TABLE },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    color: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

try {
  const { inventory, clock, close } = await openPlaneTable(values);
  try {
    const verified = await verify({ inventory, clock });
    const colours = values.color && process.stdout.isTTY === true && !process.env.NO_COLOR;
    console.log(values.json ? JSON.stringify(verified, null, 2) : reportText(verified, colours));
    process.exitCode = verified.ok ? 0 : 1;
  } finally {
    await close();
  }
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 5;
}
