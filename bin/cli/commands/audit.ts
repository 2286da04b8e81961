import { auditTypes } from '../../../lib/contract/audit.ts';
import { LIST_LIMIT_MAX } from '../../../lib/contract/list.ts';
import { exportRecord } from '../audit/export.ts';
import { showHead, showKey } from '../audit/head.ts';
import { listEvents } from '../audit/list.ts';
import { verifyFile } from '../audit/verify.ts';
import { type AddCommand, examples } from '../command.ts';
import { count, instant, oneOf } from '../option-values.ts';

const WHEN = 'an instant, a day, or how long ago: 2026-11-21, 24h, 7d';

export const addAudit: AddCommand = (program, run) => {
  const audit = program.command('audit').description('who did what, and the proof of it; for admins');
  for (const add of [addList, addExport, addVerifyExport, addHead]) add(audit, run);
};

const addList: AddCommand = (audit, run) => {
  filtered(audit.command('list').description('who did what, newest first'))
    .option('--limit <n>', `how many, at most ${LIST_LIMIT_MAX}`, count, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .option('--all', 'every page')
    .addHelpText('after', examples('dxcp audit list', 'dxcp audit list --target-id <id> --from 7d'))
    .action((options) => run((session) => listEvents(session, options)));
};

const addExport: AddCommand = (audit, run) => {
  filtered(audit.command('export').description('write the record of a time to a file, with what proves it'))
    .requiredOption('--out <file>', 'where to; an existing file is replaced')
    .addHelpText(
      'after',
      `${examples('dxcp audit export --from 2026-11-01 --to 2026-12-01 --out november.jsonl', 'dxcp audit verify november.jsonl')}

Without a filter the file proves that nothing is missing; with one, each event that is in it.`,
    )
    .action((options) => run((session) => exportRecord(session, options)));
};

/** What an export and a list can be narrowed to. */
const filtered = (command: ReturnType<Parameters<AddCommand>[0]['command']>) =>
  command
    .option('--from <when>', WHEN, instant)
    .option('--to <when>', 'likewise', instant)
    .option('--group <group>', 'only of this delivery group')
    .option('--target-id <id>', 'only what was done to this, such as a deployment')
    .option('--actor-id <id>', 'only what this one did')
    .option('--type <type>', `one of ${auditTypes.join(', ')}`, oneOf(auditTypes));

const addVerifyExport: AddCommand = (audit, run) => {
  audit
    .command('verify')
    .description('verify an export, without asking any plane')
    .argument('<file>', 'what dxcp audit export wrote')
    .option('--key <pem...>', 'files of public keys that are known to be the plane’s')
    .option('--heads <dir>', 'a copy of the archive of seals: whatever differs from it is told')
    .addHelpText(
      'after',
      examples(
        'dxcp audit verify november.jsonl --key key.pem',
        'aws s3 sync s3://<seal bucket> heads && dxcp audit verify november.jsonl --key key.pem --heads heads',
      ),
    )
    .action((file: string, options) => run((session) => verifyFile(session, file, options)));
};

const addHead: AddCommand = (audit, run) => {
  audit
    .command('head')
    .description('the newest seal of the record')
    .addHelpText('after', examples('dxcp audit head', 'dxcp audit head --json'))
    .action(() => run(showHead));
  audit
    .command('key')
    .description('the public key that verifies the newest seal, in PEM')
    .addHelpText('after', examples('dxcp audit key > key.pem'))
    .action(() => run(showKey));
};
