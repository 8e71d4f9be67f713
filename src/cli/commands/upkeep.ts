/** `evenhand rebuild` and `evenhand doctor`: make the derived tables anew; prove that everything is as it must be. */
import { Command } from 'commander';
import type { CheckName } from '../../store/upkeep/doctor.ts';
import { printJson, printLine, say, terminal } from '../output.ts';
import { withStore } from '../workspace.ts';

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('Make every derived table anew from ledger and vault')
    .option('--check', 'only say how they differ; change nothing')
    .option('--json', 'differences as JSON')
    .action((options: { check?: boolean; json?: boolean }) =>
      withStore(async (store) => {
        const { checkRebuild, rebuild } = await import('../../store/upkeep/rebuild.ts');
        const differences = options.check ? await checkRebuild(store) : await rebuild(store);
        if (options.json) await printJson(differences);
        else for (const each of differences) await printLine(JSON.stringify(each));
        say(
          differences.length === 0 ? 'every table is what ledger and vault give' : `${differences.length} differences`,
        );
        if (options.check && differences.length > 0) terminal.setExitCode(1);
      }),
    );
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Prove that the records are whole')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) =>
      withStore(async (store) => {
        const { CHECKS, doctor } = await import('../../store/upkeep/doctor.ts');
        const { healthy, findings, counts } = await doctor(store);
        if (options.json) await printJson({ healthy, counts, findings });
        else {
          for (const [name, what] of Object.entries(CHECKS)) {
            const problems = counts[name as CheckName];
            await printLine(
              `${problems === 0 ? 'ok ' : 'BAD'}  ${what}${problems === 0 ? '' : `: ${problems} problems`}`,
            );
          }
          for (const { check, where } of findings) await printLine(`  ${check}: ${where}`);
        }
        if (!healthy) terminal.setExitCode(1);
      }),
    );
}
