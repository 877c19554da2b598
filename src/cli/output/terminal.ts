import { styleOf } from './style.ts';
import type { Style } from './style.ts';

/** Where a command's result is shown. */
export interface Terminal {
  /** Whether a person looks on: what is shown may be drawn again. */
  readonly interactive: boolean;
  /** Columns to fit the text into; undefined where it goes to a file or a program, which want whole lines. */
  readonly columns: number | undefined;
  readonly style: Style;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** https://no-color.org: NO_COLOR, set to anything, turns colours off. `TERM=dumb` cannot draw again. */
export function terminalOf(stream: OutputStream, environment: NodeJS.ProcessEnv): Terminal {
  const tty = stream.isTTY === true;
  const dumb = environment['TERM'] === 'dumb';
  return {
    // A pseudo-terminal that nobody sized has no rows: what is drawn there would be lost.
    interactive: tty && !dumb && stream.rows !== 0,
    columns: tty ? stream.columns || 80 : undefined,
    style: styleOf(tty && !dumb && !environment['NO_COLOR']),
  };
}
