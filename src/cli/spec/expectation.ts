import type { SchemaNode } from './json-schema.ts';

const LONGEST_QUOTE = 40;

/** What may stand at a place of the spec, in words: "a list of names". */
export function expectation(node: SchemaNode | undefined): string {
  if (node === undefined) return 'nothing';
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return oneOf(node.enum);
  if (node.type === 'array') return expectedList(node.items);
  if (node.type === 'object') return expectedBlock(node);
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'integer' || node.type === 'number') return expectedNumber(node);
  if (node.type === 'string') return 'text';
  return 'something else';
}

/** What stands there, in words: `text "web1"`. */
export function finding(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value === '') return 'empty text';
  if (typeof value === 'string') return `text "${shorten(value)}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'a block of keys';
}

export function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;
}

function expectedList(items: SchemaNode | undefined): string {
  if (items?.enum !== undefined) return `a list of ${items.enum.map(String).join(', ')}`;
  if (items?.type === 'string') return 'a list of names';
  return 'a list';
}

function expectedBlock(node: SchemaNode): string {
  if (node.properties === undefined) return 'a block of `source: destination` names';
  return `a block with the keys ${Object.keys(node.properties).join(', ')}`;
}

function expectedNumber({ minimum, maximum, exclusiveMinimum }: SchemaNode): string {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  const from = least === undefined || least <= Number.MIN_SAFE_INTEGER ? '' : ` from ${least}`;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
  if (from !== '' && to === '') return `a whole number, ${least} or more`;
  return `a whole number${from}${to}`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE)}…`;
}
