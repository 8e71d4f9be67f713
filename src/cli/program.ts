/** The commands, their options and their help. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { checkCommand } from './commands/check.ts';
import { eraseCommand } from './commands/erase.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { policiesCommand } from './commands/policies.ts';
import { serveCommand } from './commands/serve.ts';
import { tryCommand } from './commands/try.ts';
import { doctorCommand, rebuildCommand } from './commands/upkeep.ts';
import { examplesText } from './examples.ts';
import { terminal } from './output.ts';
import { PACKAGE_DIR } from './settings.ts';

const HELP = `
Settings (environment): PORT (4390), HOST (127.0.0.1), EVENHAND_DATA (./data), DATABASE_URL (postgres://…; else
the embedded database), EVENHAND_POLICIES (./policies), EVENHAND_POLICY_APPROVALS (0), RETENTION_PLAIN_DAYS (30),
EVENHAND_HOSTS, EVENHAND_ORIGINS, EVENHAND_URL, EVENHAND_PROXY (no), EVENHAND_PUBLIC_PER_MINUTE,
EVENHAND_KEY_PER_MINUTE, LOG_LEVEL (warn)

Exit codes: 0 done · 1 refused, or problems found · 2 called wrongly`;

const OUTPUT = {
  writeErr: (text: string) => void terminal.err.write(text),
  writeOut: (text: string) => void terminal.out.write(text),
};

export function buildProgram(): Command {
  const program = new Command('evenhand')
    .description('Applies a platform’s written content policy evenly, and puts every exception on the record')
    .version(version(), '-V, --version')
    .configureOutput(OUTPUT)
    .showHelpAfterError('(`evenhand --help` lists the commands)')
    .addHelpText('after', `${HELP}\n${examplesText('evenhand')}`)
    .exitOverride();
  const commands = [
    serveCommand(),
    checkCommand(),
    policiesCommand(),
    evaluateCommand(),
    tryCommand(),
    importCommand(),
    keysCommand(),
    eraseCommand(),
    rebuildCommand(),
    doctorCommand(),
  ];
  for (const command of commands) program.addCommand(inherit(command));
  return program;
}

/** Sub-commands print and end like the program: by a thrown error, never by leaving the process. */
function inherit(command: Command, path = 'evenhand'): Command {
  const name = `${path} ${command.name()}`;
  command.exitOverride().configureOutput(OUTPUT).showHelpAfterError(`(\`${name} --help\` says how)`);
  command.addHelpText('after', examplesText(name));
  for (const each of command.commands) inherit(each, name);
  return command;
}

function version(): string {
  return (JSON.parse(readFileSync(join(PACKAGE_DIR, 'package.json'), 'utf8')) as { version: string }).version;
}
