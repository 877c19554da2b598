import { Refusal } from '../http/refusal.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { repr } from '../python.ts';

type Type = 'string' | 'boolean' | 'null' | 'array' | 'object';

/** What Keystone's JSON schema asks of one value. */
export interface Rule {
  readonly types: readonly Type[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  readonly items?: Rule;
  readonly maxItems?: number;
  /** Others are taken as they are. */
  readonly known?: Readonly<Record<string, Rule>>;
  /** No others are taken. */
  readonly properties?: Readonly<Record<string, Rule>>;
}

export const ID: Rule = {
  types: ['string'],
  minLength: 1,
  maxLength: 64,
  pattern: /^[a-zA-Z0-9-]+$/,
};
export const ID_OR_NULL: Rule = { ...ID, types: ['string', 'null'] };
export const FLAG: Rule = { types: ['boolean'] };
export const FLAG_OR_NULL: Rule = { types: ['boolean', 'null'] };
export const TEXT: Rule = { types: ['string'] };
export const TEXT_OR_NULL: Rule = { types: ['string', 'null'] };

export function nameRule(maxLength: number): Rule {
  return { types: ['string'], minLength: 1, maxLength, pattern: /[\S]+/ };
}

/** @throws Refusal 400 */
export function checkNew(
  fields: Fields,
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[],
  where: readonly string[] = [],
): void {
  for (const name of required) {
    if (!(name in fields)) throw invalid(where, `'${name}' is a required property`, 'required');
  }
  checkAll(fields, rules, where);
}

/** @throws Refusal 400 */
export function checkChange(fields: Fields, rules: Readonly<Record<string, Rule>>): void {
  if (Object.keys(fields).length === 0) {
    throw invalid([], '{} does not have enough properties', 'minProperties');
  }
  checkAll(fields, rules);
}

function checkAll(
  fields: Fields,
  rules: Readonly<Record<string, Rule>>,
  where: readonly string[] = [],
): void {
  for (const [name, rule] of Object.entries(rules)) {
    if (name in fields) check(fields[name], rule, [...where, name]);
  }
}

/** @throws Refusal 400 in the words of Python's jsonschema */
export function check(value: unknown, rule: Rule, where: readonly string[] = []): void {
  if (!rule.types.some((type) => isOf(value, type))) {
    const types = rule.types.map((type) => `'${type}'`).join(', ');
    throw invalid(where, `${repr(value)} is not of type ${types}`, 'type');
  }
  if (typeof value === 'string') checkText(value, rule, where);
  if (Array.isArray(value)) checkItems(value, rule, where);
  const fields = fieldsOf(value);
  if (fields === undefined) return;
  if (rule.known !== undefined) checkAll(fields, rule.known, where);
  if (rule.properties !== undefined) checkProperties(fields, rule.properties, where);
}

function checkText(value: string, rule: Rule, where: readonly string[]): void {
  const shown = repr(value);
  if (value.length < (rule.minLength ?? 0))
    throw invalid(where, `${shown} is too short`, 'minLength');
  if (value.length > (rule.maxLength ?? Infinity)) {
    throw invalid(where, `${shown} is too long`, 'maxLength');
  }
  if (rule.pattern?.test(value) === false) {
    const pattern = repr(rule.pattern.source.replaceAll('\\/', '/'));
    throw invalid(where, `${shown} does not match ${pattern}`, 'pattern');
  }
  if (rule.oneOf?.includes(value) === false) {
    throw invalid(where, `${shown} is not one of ${repr(rule.oneOf)}`, 'enum');
  }
}

function checkItems(value: readonly unknown[], rule: Rule, where: readonly string[]): void {
  const { items, maxItems } = rule;
  if (items !== undefined) {
    value.forEach((each, index) => check(each, items, [...where, String(index)]));
  }
  if (maxItems === undefined) return;
  if (value.length > maxItems) throw invalid(where, `${repr(value)} is too long`, 'maxItems');
  if (new Set(value).size < value.length) {
    throw invalid(where, `${repr(value)} has non-unique elements`, 'uniqueItems');
  }
}

function checkProperties(
  fields: Fields,
  properties: Readonly<Record<string, Rule>>,
  where: readonly string[],
): void {
  for (const [name, value] of Object.entries(fields)) {
    const rule = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (rule === undefined) {
      const detail = `Additional properties are not allowed (${repr(name)} was unexpected)`;
      throw invalid(where, detail, 'additionalProperties');
    }
    check(value, rule, [...where, name]);
  }
}

function invalid(where: readonly string[], detail: string, keyword: string): Refusal {
  const field = where.length === 0 ? '' : `Invalid input for field '${where.join('/')}': `;
  const path = where
    .map((each) => (/^\d+$/.test(each) ? "['items']" : `['properties']['${each}']`))
    .join('');
  return new Refusal(400, `${field}${detail}\n\nFailed validating '${keyword}' in schema${path}`);
}

function isOf(value: unknown, type: Type): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return fieldsOf(value) !== undefined;
  return typeof value === type;
}
