import { isIP } from 'node:net';
import { Refusal } from '../http/refusal.ts';
import { repr, str } from '../python.ts';

type TypeName = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

/** The part of JSON Schema that Nova's own schemas use. */
export interface Schema {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: Format;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Keys that match the pattern; others are refused as `additionalProperties` says. */
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly maxProperties?: number;
  readonly oneOf?: readonly Schema[];
}

type Format = 'uuid' | 'name' | 'keypair' | 'keypair-292' | 'ipv4' | 'ipv6' | 'ip' | 'base64';

interface Wrong {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly message: string;
  /** The message stands alone. */
  readonly bare?: true;
}

/** The body, as Nova checks it. @throws Refusal 400 in Nova's words */
export function checkBody(schema: Schema, body: unknown): Record<string, unknown> {
  const wrong = firstWrong(schema, body ?? null, []);
  if (wrong === undefined) return body as Record<string, unknown>;
  const { path, value, message, bare } = wrong;
  if (bare === true || path.length === 0) throw new Refusal(400, message);
  throw new Refusal(
    400,
    `Invalid input for field/attribute ${path.at(-1)}. Value: ${str(value)}. ${message}`,
  );
}

type Path = readonly (string | number)[];

function firstWrong(schema: Schema, value: unknown, path: Path): Wrong | undefined {
  for (const keyword of Object.keys(schema) as (keyof Schema)[]) {
    const wrong = KEYWORDS[keyword](schema, value, path);
    if (wrong === undefined) continue;
    return typeof wrong === 'string' ? { path, value, message: wrong } : wrong;
  }
  return undefined;
}

type Check = (schema: Schema, value: unknown, path: Path) => Wrong | string | undefined;

const KEYWORDS: Readonly<Record<keyof Schema, Check>> = {
  type({ type }, value) {
    const types = Array.isArray(type) ? (type as TypeName[]) : [type as TypeName];
    if (types.some((each) => isOf(each, value))) return undefined;
    return `${repr(value)} is not of type ${types.map(repr).join(', ')}`;
  },
  enum: ({ enum: allowed = [] }, value) =>
    allowed.includes(value) ? undefined : `${repr(value)} is not one of ${repr(allowed)}`,
  minLength: ({ minLength = 0 }, value) =>
    typeof value === 'string' && value.length < minLength
      ? `${repr(value)} is too short`
      : undefined,
  maxLength: ({ maxLength = 0 }, value) =>
    typeof value === 'string' && value.length > maxLength
      ? `${repr(value)} is too long`
      : undefined,
  pattern: ({ pattern = '' }, value) =>
    typeof value === 'string' && !new RegExp(pattern).test(value)
      ? `${repr(value)} does not match ${repr(pattern)}`
      : undefined,
  format: ({ format }, value, path) =>
    format === undefined ? undefined : wrongFormat(format, value, path),
  minimum: ({ minimum = 0 }, value) =>
    numberOf(value) < minimum
      ? `${repr(numberOf(value))} is less than the minimum of ${minimum}`
      : undefined,
  maximum: ({ maximum = 0 }, value) =>
    numberOf(value) > maximum
      ? `${repr(numberOf(value))} is greater than the maximum of ${maximum}`
      : undefined,
  minItems: ({ minItems = 0 }, value) =>
    Array.isArray(value) && value.length < minItems ? `${repr(value)} is too short` : undefined,
  maxItems: ({ maxItems = 0 }, value) =>
    Array.isArray(value) && value.length > maxItems ? `${repr(value)} is too long` : undefined,
  uniqueItems: (_schema, value) =>
    Array.isArray(value) && new Set(value).size < value.length
      ? `${repr(value)} has non-unique elements`
      : undefined,
  items({ items = {} }, value, path) {
    if (!Array.isArray(value)) return undefined;
    return firstOf(value.map((each, index) => () => firstWrong(items, each, [...path, index])));
  },
  properties({ properties = {} }, value, path) {
    if (!isObject(value)) return undefined;
    return firstOf(
      Object.entries(properties).map(([key, schema]) => () => {
        return key in value ? firstWrong(schema, value[key], [...path, key]) : undefined;
      }),
    );
  },
  patternProperties({ patternProperties = {} }, value, path) {
    if (!isObject(value)) return undefined;
    return firstOf(
      Object.entries(patternProperties).flatMap(([pattern, schema]) =>
        Object.keys(value)
          .filter((key) => new RegExp(pattern).test(key))
          .map((key) => () => firstWrong(schema, value[key], [...path, key])),
      ),
    );
  },
  required({ required = [] }, value) {
    if (!isObject(value)) return undefined;
    const missing = required.find((key) => !(key in value));
    return missing === undefined ? undefined : `${repr(missing)} is a required property`;
  },
  additionalProperties(schema, value) {
    if (schema.additionalProperties !== false || !isObject(value)) return undefined;
    return unexpected(schema, Object.keys(value));
  },
  maxProperties: ({ maxProperties = 0 }, value) =>
    isObject(value) && Object.keys(value).length > maxProperties
      ? `${repr(value)} has too many properties`
      : undefined,
  oneOf: ({ oneOf = [] }, value) =>
    oneOf.some((each) => firstWrong(each, value, []) === undefined)
      ? undefined
      : `${repr(value)} is not valid under any of the given schemas`,
};

function unexpected({ properties = {}, patternProperties }: Schema, keys: readonly string[]) {
  const patterns = Object.keys(patternProperties ?? {});
  const strange = keys.filter(
    (key) => !(key in properties) && !patterns.some((each) => new RegExp(each).test(key)),
  );
  if (strange.length === 0) return undefined;
  const names = strange.map(repr).join(', ');
  if (patterns.length > 0) {
    const verb = strange.length === 1 ? 'does' : 'do';
    return `${names} ${verb} not match any of the regexes: ${patterns.map(repr).join(', ')}`;
  }
  const verb = strange.length === 1 ? 'was' : 'were';
  return `Additional properties are not allowed (${names} ${verb} unexpected)`;
}

function firstOf(checks: readonly (() => Wrong | undefined)[]): Wrong | undefined {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const TYPES: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

function isOf(type: TypeName, value: unknown): boolean {
  return TYPES[type](value);
}

/** Not a list, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** NaN, which is neither too small nor too large, where it is no number. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

const UUID = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const NAME_REASON =
  "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.";
const KEY_CHARACTERS = '_- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Whether Python would take it for a UUID. */
export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value);
}

const FORMATS: Readonly<Record<Format, (value: string) => boolean>> = {
  uuid: isUuid,
  name: (value) => value.trim() === value && value !== '' && !hasControls(value),
  keypair: (value) => /^[\w -]*$/.test(value),
  'keypair-292': (value) => /^[@.\w -]*$/.test(value),
  ipv4: (value) => isIP(value) === 4,
  ipv6: (value) => isIP(value) === 6,
  ip: (value) => isIP(value) !== 0,
  // Python leaves out what is not of the alphabet, and minds only the padding.
  base64: (value) => value.replaceAll(/[^A-Za-z0-9+/]/g, '').length % 4 !== 1,
};

function wrongFormat(format: Format, value: unknown, path: Path): Wrong | string | undefined {
  if (typeof value !== 'string' || FORMATS[format](value)) return undefined;
  if (format === 'name') return { path, value, message: NAME_REASON, bare: true };
  if (format === 'keypair' || format === 'keypair-292') {
    const allowed = format === 'keypair' ? KEY_CHARACTERS : `@.${KEY_CHARACTERS}`;
    const message = `An invalid 'name' value was provided. The name must be: Only expected characters: [${allowed}]`;
    return { path, value, message, bare: true };
  }
  return `${repr(value)} is not a ${repr(format)}`;
}

function hasControls(value: string): boolean {
  return value.split('').some((each) => each < ' ' || each === '\u007F');
}
