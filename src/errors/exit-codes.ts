/** The exit codes of `pumphouse`, in one table. docs/exit-codes.md and `--help` show it. */
export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  usage: 2,
  blocked: 3,
  incomplete: 4,
  unreachable: 5,
  conflict: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What each code tells a person or a script. */
export const EXIT_CODE_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  ok: 'Done, and nothing failed.',
  failure: 'Anything not named below; a bug, mostly.',
  usage: 'A wrong flag, spec or clouds.yaml: nothing was done.',
  blocked:
    'The plan has blockers, the clouds are no longer as a saved plan says, or the canary failed: nothing was changed.',
  incomplete:
    'The migration ended, and something in it failed or was compensated: see `pumphouse status`.',
  unreachable: 'A cloud or Temporal cannot be reached, or refuses the login.',
  conflict: 'No such migration or server, or one of that name is running.',
  interrupted: 'Interrupted by the operator (Ctrl-C); the migration itself goes on.',
};
