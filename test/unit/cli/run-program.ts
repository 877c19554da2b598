import { CommanderError } from 'commander';
import { buildProgram } from '../../../src/cli/program.ts';
import { styleOf } from '../../../src/cli/output/style.ts';
import type { CommandContext } from '../../../src/cli/context.ts';
import type { Terminal } from '../../../src/cli/output/terminal.ts';

export const PLAIN: Terminal = { interactive: false, columns: undefined, style: styleOf(false) };
export const NARROW: Terminal = { ...PLAIN, columns: 80 };

/** Runs a command line inside the test; what needs a cloud or Temporal is for the lab. */
export async function runProgram(
  ...argv: string[]
): Promise<{ out: string; error: string; code: number }> {
  let out = '';
  let error = '';
  let code = -1;
  const context: CommandContext = {
    terminal: PLAIN,
    write: (text) => void (out += text),
    stream: async (pieces) => {
      for await (const piece of pieces) out += piece;
    },
    notice: (line) => void (error += `${line}\n`),
    log: () => Promise.reject(new Error('this test logs nothing')),
    logLevel: () => undefined,
    finish: (value) => (code = value),
  };
  try {
    await buildProgram(context).parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    code = thrown.exitCode;
  }
  return { out, error, code };
}
