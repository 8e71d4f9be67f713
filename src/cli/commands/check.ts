/** `evenhand check [DIR]`: reads, type-checks, lints and tests a policy folder. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { createRoom } from '../../app/apart/room.ts';
import { PUBLISHING } from '../../app/edit-limits.ts';
import { printJson, printLine, problemText, say, terminal, unwrap } from '../output.ts';
import { countExamples } from '../policies.ts';
import { readPolicyFolder, unreadIn } from '../policy-folder.ts';
import { readSettings } from '../settings.ts';

export function checkCommand(): Command {
  return new Command('check')
    .description('Read, type-check, lint and test a policy folder')
    .argument('[folder]', 'policy folder (default: EVENHAND_POLICIES, ./policies)')
    .option('--json', 'problems as one JSON document')
    .action(async (folder: string | undefined, options: { json?: boolean }) => {
      const dir = resolve(folder ?? readSettings(process.env).policiesDir);
      const files = await readPolicyFolder(dir);
      const room = createRoom(PUBLISHING);
      const checked = unwrap(await room.run<'check'>(() => ({ kind: 'check', files, examples: true })));
      await room.close();
      const { set } = checked;
      const problems = [...(await unreadIn(dir)), ...checked.problems];
      const examples = set ? countExamples(files) : 0;
      const errors = problems.filter((problem) => problem.severity === 'error').length;
      if (options.json) await printJson({ ok: errors === 0, hash: set?.hash ?? null, examples, problems });
      else {
        for (const problem of problems) await printLine(problemText(problem));
        const policies = set ? `${set.policies.length} policies, ${examples} examples, ` : '';
        say(`${policies}${errors} errors, ${problems.length - errors} warnings`);
      }
      if (errors > 0) terminal.setExitCode(1);
    });
}
