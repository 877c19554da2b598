/** Where the demo's words and those of its commands go. */
export interface Output {
  readonly write: (text: string) => void;
  /** Whether commands get the terminal itself, and may draw on it. */
  readonly isTerminal: boolean;
  /** Headings stand out. */
  readonly bold: (text: string) => string;
  /** A command as one types it. */
  readonly command: (text: string) => string;
}

const write = (text: string): void => void process.stdout.write(text);
const plain = (text: string): string => text;

/** This process's own output. */
export function standardOutput(): Output {
  const isTerminal = process.stdout.isTTY;
  const colours = isTerminal && process.env['TERM'] !== 'dumb' && !process.env['NO_COLOR'];
  if (!colours) return { write, isTerminal, bold: plain, command: plain };
  return {
    write,
    isTerminal,
    bold: (text) => `\u001B[1m${text}\u001B[22m`,
    command: (text) => `\u001B[36m${text}\u001B[39m`,
  };
}

/** The same for a program: what is written is handed on, without colours. */
export function recordedOutput(take: (text: string) => void): Output {
  return { write: take, isTerminal: false, bold: plain, command: plain };
}
