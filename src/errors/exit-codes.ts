/** The exit codes of `pumphouse`, in one table. docs/exit-codes.md and `--help` show it. */
export const EXIT_CODES = {
  ok: 0,
  /** Anything not named below; a bug, mostly. */
  failure: 1,
  /** A wrong flag, spec or clouds.yaml: nothing was done. */
  usage: 2,
  /** The plan has blockers: nothing was changed. */
  blocked: 3,
  /** The migration ended, and something in it failed or was compensated: see `pumphouse status`. */
  incomplete: 4,
  /** A cloud or Temporal cannot be reached, or refuses the login. */
  unreachable: 5,
  /** No such migration or server; or one of that name is running. */
  conflict: 6,
  /** Interrupted by the operator (SIGINT); the migration itself goes on. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
