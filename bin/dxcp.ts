import { openTerminal } from './cli/process-terminal.ts';
import { runProgram } from './cli/program.ts';

// A reader that goes away (`dxcp deployments | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 5));

const code = await runProgram(process.argv.slice(2), openTerminal());
// Requests that nobody waits for any more must not keep the shell waiting; what was written must arrive.
process.stdout.write('', () => process.exit(code));
