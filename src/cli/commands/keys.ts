/** `evenhand keys`: make, list and revoke keys. */
import { Command } from 'commander';
import { presentKey } from '../../publish/present-record.ts';
import { KeyRequest, SCOPES } from '../../schema/admin.ts';
import { refusalOfIssues } from '../../schema/refusal-of-issues.ts';
import { CliError, printJson, printLine, say, table, unwrap } from '../output.ts';
import { CLI_PRINCIPAL, withApp } from '../workspace.ts';

const listed = (text: string) => text.split(',').map((each) => each.trim());

export function keysCommand(): Command {
  const command = new Command('keys').description('Make, list and revoke keys for the API');
  command
    .command('create')
    .description('Make a key; its secret is shown this once')
    .argument('<name>', 'what it is for')
    .requiredOption('--scopes <scopes>', `comma-separated: ${SCOPES.join(', ')}`)
    .option('--platforms <platforms>', 'comma-separated; default: every platform')
    .option('--holder <holder>', 'whom it is given to: `new`, or the holder of other keys; default: you')
    .option('--json', 'as JSON')
    .action(async (name: string, options: { scopes: string; platforms?: string; holder?: string; json?: boolean }) => {
      const platforms = options.platforms === undefined ? null : listed(options.platforms);
      const request = KeyRequest.safeParse({
        name,
        scopes: listed(options.scopes),
        platforms,
        holder: options.holder ?? null,
      });
      if (!request.success) throw new CliError(refusalOfIssues(request.error.issues, 'BODY_INVALID'), 2);
      await withApp(async ({ keys }) => {
        const key = unwrap(await keys.create({ ...request.data, by: CLI_PRINCIPAL }));
        if (options.json) return printJson({ ...presentKey(key), secret: key.secret });
        await printLine(key.secret);
        say(`key ${key.id}, held by ${key.holder}; this is the only time that the secret is shown`);
      });
    });
  command
    .command('list')
    .description('Keys, without their secrets')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) =>
      withApp(async ({ keys }) => {
        const all = unwrap(await keys.list());
        if (options.json) return printJson(all.map(presentKey));
        const rows = all.map((key) => [
          key.id,
          key.name,
          key.scopes.join(','),
          key.platforms?.join(',') ?? 'every platform',
          `held by ${key.holder}`,
          key.revokedAt ? `revoked ${key.revokedAt}` : '',
        ]);
        if (rows.length > 0) await printLine(table(rows));
        else say('there are no keys: `evenhand keys create` makes one');
      }),
    );
  command
    .command('revoke')
    .description('Refuse a key from now on')
    .argument('<id>', 'its id, as `keys list` shows it')
    .action((id: string) =>
      withApp(async ({ keys }) => {
        unwrap(await keys.revoke(id, CLI_PRINCIPAL));
        say(`key ${id} is revoked`);
      }),
    );
  return command;
}
