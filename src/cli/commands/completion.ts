import { Argument } from 'commander';
import { examples } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function registerCompletion(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that completes commands, options and their values.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        ['source <(pumphouse completion bash)', 'in ~/.bashrc'],
        ['source <(pumphouse completion zsh)', 'in ~/.zshrc, after compinit'],
        ['pumphouse completion fish | source', 'in ~/.config/fish/config.fish'],
      ),
    )
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { completionScript } = await import('../completion/script.ts');
      context.write(completionScript(shell, program));
    });
}
