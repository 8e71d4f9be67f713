/** `evenhand policies`: publish a folder, activate a set, roll back, list. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { presentPolicySet } from '../../publish/present-record.ts';
import type { PolicySetView } from '../../publish/views.ts';
import { printJson, printLine, problemText, say, table, unwrap } from '../output.ts';
import { readPolicyFolder, unreadIn } from '../policy-folder.ts';
import { readSettings } from '../settings.ts';
import { CLI_PRINCIPAL, withApp } from '../workspace.ts';

export function policiesCommand(): Command {
  const command = new Command('policies').description('Publish, activate, roll back and list policy sets');
  command
    .command('publish')
    .description('Check a folder, run its examples, and keep it as a policy set')
    .argument('[folder]', 'policy folder (default: EVENHAND_POLICIES, ./policies)')
    .option('--activate', 'and judge by it from now on')
    .option('--json', 'the result as JSON')
    .action(async (folder: string | undefined, options: { activate?: boolean; json?: boolean }) => {
      const dir = resolve(folder ?? readSettings(process.env).policiesDir);
      const files = await readPolicyFolder(dir);
      for (const warning of await unreadIn(dir)) say(problemText(warning));
      await withApp(async ({ policies }) => {
        const { hash, changed, warnings } = unwrap(await policies.publish(files, CLI_PRINCIPAL));
        for (const warning of warnings) say(problemText(warning));
        if (options.activate) unwrap(await policies.activate(hash, CLI_PRINCIPAL));
        const activated = options.activate ?? false;
        if (options.json) return printJson({ hash, changed, activated });
        await printLine(hash);
        say(`${changed ? 'published' : 'known already'}${activated ? ', active' : ''}`);
      });
    });
  command
    .command('activate')
    .description('Judge by a published set from now on')
    .argument('<set>', '`sha256:…`, or its first digits')
    .action((set: string) =>
      withApp(async ({ policies }) => {
        const all = unwrap(await policies.list());
        const wanted = set.startsWith('sha256:') ? set : `sha256:${set}`;
        const found = all.filter((each) => each.hash.startsWith(wanted));
        const hash = found.length === 1 && found[0] ? found[0].hash : wanted;
        const { active, approvals, approvalsNeeded } = unwrap(await policies.activate(hash, CLI_PRINCIPAL));
        await printLine(hash);
        say(active ? 'active' : `approved, ${approvals.length} of ${approvalsNeeded}`);
      }),
    );
  command
    .command('rollback')
    .description('Judge by the set before the active one')
    .action(() => withApp(async ({ policies }) => printLine(unwrap(await policies.rollback(CLI_PRINCIPAL)).hash)));
  command
    .command('list')
    .description('Published sets')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) =>
      withApp(async ({ policies }) => {
        const sets = unwrap(await policies.list());
        if (options.json) await printJson(sets.map(presentPolicySet));
        else if (sets.length > 0) await printLine(table(sets.map(rowOf)));
        else say('no policy set was published: `evenhand policies publish` publishes a folder');
      }),
    );
  return command;
}

function rowOf(set: PolicySetView): string[] {
  const policies = set.policies.map(({ id, version }) => `${id} ${version}`).join(', ');
  return [set.active ? '*' : '', set.hash, set.publishedAt, set.by, policies];
}
