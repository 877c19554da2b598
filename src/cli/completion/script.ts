import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { commandsOf } from './tree.ts';
import { zshScript } from './zsh.ts';
import type { Command } from 'commander';

/** A script that completes the whole command line; it starts nothing while one types. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const commands = commandsOf(program);
  if (shell === 'bash') return bashScript(commands);
  return shell === 'zsh' ? zshScript(commands) : fishScript(commands);
}
