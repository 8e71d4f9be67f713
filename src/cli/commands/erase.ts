/** `evenhand erase`: the personal data of a post or an account. */
import { Command, Option } from 'commander';
import { CliError, printJson, say, unwrap } from '../output.ts';
import { withApp } from '../workspace.ts';

export function eraseCommand(): Command {
  return new Command('erase')
    .description('Erase the personal data of a post or an account; ledger and decisions stay verifiable')
    .argument('<kind>', '`post` or `account`')
    .argument('<platform>', 'its platform')
    .argument('<id>', 'its id there')
    .addOption(new Option('--reason <reason>', 'why').choices(['request', 'law']).default('request'))
    .option('--json', 'as JSON')
    .action(
      async (kind: string, platform: string, id: string, options: { reason: 'request' | 'law'; json?: boolean }) => {
        if (kind !== 'post' && kind !== 'account') {
          const detail = `\`${kind}\` must be \`post\` or \`account\``;
          throw new CliError({ code: 'BODY_INVALID', detail }, 2);
        }
        await withApp(async (app) => {
          const { erased } = unwrap(await app.erase({ kind, platform, id }, options.reason));
          if (options.json) await printJson({ erased });
          else say(`${erased} texts erased`);
        });
      },
    );
}
