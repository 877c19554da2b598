import { Refusal } from '../http/refusal.ts';
import type { JsonObject } from './body.ts';
import { ADDITIONAL, IMAGE_PROPERTIES } from './image-schema.ts';
import type { PropertySchema } from './image-schema.ts';
import { pretty, repr } from '../python.ts';

interface Place {
  /** Where the rule stands: `['properties']['name']`. */
  readonly rule: string;
  /** Where the value stands: `['name']`. */
  readonly value: string;
}

/** @throws Refusal 400 in the words of Python's `jsonschema`, where a part of an image is not as the schema has it */
export function validateImage(image: JsonObject): void {
  for (const [key, value] of Object.entries(image)) {
    if (isOwn(key)) continue;
    check(value, ADDITIONAL, { rule: "['additionalProperties']", value: `[${repr(key)}]` });
  }
  for (const [key, value] of Object.entries(image)) {
    if (!isOwn(key)) continue;
    const rule = `['properties'][${repr(key)}]`;
    check(value, IMAGE_PROPERTIES[key] ?? ADDITIONAL, { rule, value: `[${repr(key)}]` });
  }
}

function isOwn(key: string): boolean {
  return Object.hasOwn(IMAGE_PROPERTIES, key);
}

function check(value: unknown, schema: PropertySchema, place: Place): void {
  const failed = brokenRule(value, schema);
  if (failed !== undefined) {
    const [keyword, words] = failed;
    throw new Refusal(
      400,
      `Provided object does not match schema 'image': ${words}\n\nFailed validating '${keyword}' in schema${place.rule}:\n` +
        `${indent(pretty(schema))}\n\nOn instance${place.value}:\n${indent(pretty(value))}`,
    );
  }
  if (!Array.isArray(value) || schema.items === undefined) return;
  for (const [index, item] of value.entries()) {
    check(item, schema.items, {
      rule: `${place.rule}['items']`,
      value: `${place.value}[${index}]`,
    });
  }
}

/** The keyword and the words; undefined where the value is right. */
function brokenRule(value: unknown, schema: PropertySchema): [string, string] | undefined {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(value, type))) {
    return ['type', `${repr(value)} is not of type ${types.map(repr).join(', ')}`];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return ['enum', `${repr(value)} is not one of ${repr(schema.enum)}`];
  }
  if (typeof value !== 'string') return undefined;
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return ['maxLength', `${repr(value)} is too long`];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    return ['pattern', `${repr(value)} does not match ${repr(schema.pattern)}`];
  }
  return undefined;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
