import { EXIT_CODES, EXIT_CODE_MEANINGS } from '../errors/exit-codes.ts';

/** The exit codes for `--help`: one a line, indented. */
export function exitCodeTable(): string {
  return rows()
    .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
    .join('\n');
}

/** The same as docs/exit-codes.md shows them. */
export function exitCodeMarkdown(): string {
  return [
    '# Exit codes',
    '',
    '`pumphouse` ends with one of these; `pumphouse --help` shows the same table.',
    '',
    '| Code | Name | Meaning |',
    '| --- | --- | --- |',
    ...rows().map(({ code, name, meaning }) => `| ${code} | ${name} | ${meaning} |`),
    '',
  ].join('\n');
}

function rows(): { code: number; name: string; meaning: string }[] {
  return Object.entries(EXIT_CODES).map(([name, code]) => ({
    code,
    name,
    meaning: EXIT_CODE_MEANINGS[name as keyof typeof EXIT_CODES],
  }));
}
