import type { Logger } from 'pino';
import type { ExitCode } from '../errors/exit-codes.ts';
import type { Terminal } from './output/terminal.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a command has of the process it runs in. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** The result, to stdout. */
  readonly write: (text: string) => void;
  /** A result that may be longer than memory is large: the next piece is asked for when the reader has taken the last. */
  readonly stream: (pieces: AsyncIterable<string>) => Promise<void>;
  /** A line for the person at the keyboard, to stderr: progress, advice, warnings. */
  readonly notice: (line: string) => void;
  /** Structured, to stderr. Loaded with the first call. */
  readonly log: () => Promise<Logger>;
  /** Default `warn`. */
  readonly logLevel: () => LogLevel | undefined;
  /** Said by commands that may end otherwise than `ok`. */
  readonly finish: (code: ExitCode) => void;
}
