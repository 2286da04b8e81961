import { readFileSync, writeFileSync } from 'node:fs';
import { renderAuthority } from './generate/authority.ts';
import {
  renderApi,
  renderConfiguration,
  renderGuardrails,
  renderProblems,
  renderStates,
} from './generate/documents.ts';
import { renderFailures } from './generate/failures.ts';
import { renderGovernanceContract } from './generate/governance-contract.ts';
import { renderOpenApi } from './generate/openapi.ts';
import { renderOperations } from './generate/operations.ts';

/** Everything that is made from the contract and the rules, and checked in. `--check` fails when a file is stale. */
const files: Readonly<Record<string, () => string>> = {
  'lib/contract/operations.generated.ts': renderOperations,
  'docs/openapi.json': renderOpenApi,
  'docs/api.md': renderApi,
  'docs/authority.md': renderAuthority,
  'docs/problems.md': renderProblems,
  'docs/guardrails.md': renderGuardrails,
  'docs/deployment-states.md': renderStates,
  'docs/configuration.md': renderConfiguration,
  'docs/failures.md': renderFailures,
  'docs/governance-contract.md': renderGovernanceContract,
};

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const stale = Object.entries(files).filter(([file, render]) => read(file) !== render());
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, render] of stale) {
    writeFileSync(file, render());
    console.log(`wrote ${file}`);
  }
}
