import { expectation, finding, oneOf } from './expectation.ts';
import { schemaAt, valueAt } from './json-schema.ts';
import { nearest } from '../../model/nearest.ts';
import type { z } from 'zod';
import type { SchemaNode } from './json-schema.ts';
import type { Places } from './place.ts';

export interface Surroundings {
  readonly schema: SchemaNode;
  /** The whole spec as parsed from YAML. */
  readonly data: unknown;
  readonly places: Places;
}

/** One line a mistake: `7:5: select.projects: expected a list of names, found text "acme"`. */
export function explainIssue(issue: z.core.$ZodIssue, around: Surroundings): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue.path, key, around));
  }
  const value = valueAt(around.data, issue.path);
  const expected = wording(issue, around);
  return [
    `${around.places.value(issue.path)}: ${label(issue.path)}expected ${expected}, found ${finding(value)}${quoteHint(issue, value)}`,
  ];
}

function wording(issue: z.core.$ZodIssue, { schema, data }: Surroundings): string {
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    return oneOf(issue.options);
  }
  if (issue.code === 'invalid_format') {
    return issue.format === 'regex' ? issue.message : `text that begins with ${startOf(issue)}`;
  }
  if (issue.code === 'custom') return issue.message;
  const expected = expectation(schemaAt(schema, issue.path, data));
  if (issue.code === 'too_small' && issue.origin === 'array') return `${expected}, at least one`;
  return expected;
}

function unknownKey(path: readonly PropertyKey[], key: string, around: Surroundings): string {
  const known = Object.keys(schemaAt(around.schema, path, around.data)?.properties ?? {});
  const near = nearest(key, known);
  const help = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return `${around.places.key(path, key)}: ${label(path)}unknown key "${key}": ${help}`;
}

// YAML reads `name: 2024` as a number and `name: yes` as text; only quotes make the former text.
function quoteHint(issue: z.core.$ZodIssue, value: unknown): string {
  const bare = typeof value === 'number' || typeof value === 'boolean';
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string';
  return bare && wantsText ? `: write it in quotes, "${String(value)}"` : '';
}

function startOf(issue: z.core.$ZodIssue): string {
  return 'prefix' in issue ? `"${String(issue.prefix)}"` : issue.message;
}

/** `server.probes[0].port: `; nothing for the spec as a whole. */
function label(path: readonly PropertyKey[]): string {
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return text === '' ? '' : `${text}: `;
}
