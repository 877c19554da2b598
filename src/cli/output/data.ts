import { stringify } from 'yaml';

export const OUTPUT_FORMATS = ['table', 'json', 'yaml'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** A result as a person (`table`) or a program asked for it, ending in a newline. */
export function renderResult(format: OutputFormat, data: unknown, table: () => string): string {
  if (format === 'json') return `${JSON.stringify(data, undefined, 2)}\n`;
  if (format === 'yaml')
    return stringify(JSON.parse(JSON.stringify(data)), {
      lineWidth: 0,
      aliasDuplicateObjects: false,
    });
  return `${table()}\n`;
}
