import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { isObject, readBody } from './body.ts';
import type { JsonObject } from './body.ts';
import { str } from '../python.ts';
import { ERRED } from './refuse.ts';
import { isReadOnlyInPatch, isReserved, readOnly } from './reserved.ts';
import { validateImage } from './validate.ts';

const OPERATIONS = ['add', 'remove', 'replace'] as const;
type Operation = (typeof OPERATIONS)[number];

export interface Change {
  readonly op: Operation;
  readonly key: string;
  readonly value: unknown;
  /** In the older draft an `add` of what is there is a conflict. */
  readonly strictAdd: boolean;
}

/**
 * The changes of a body, each checked by itself. `draft` 10 is RFC 6902's form, of three operations only; 4 is
 * `{"add": "/key", "value": …}`. @throws Refusal 400, 403
 */
export function readPatch(call: Call, draft: 4 | 10): Change[] {
  const body = readBody(call);
  if (!Array.isArray(body)) {
    throw bad('Request body must be a JSON array of operation objects.');
  }
  return (body as readonly unknown[]).map((raw) => {
    if (!isObject(raw)) throw bad('Operations must be JSON objects.');
    return readChange(raw, draft);
  });
}

function readChange(raw: JsonObject, draft: 4 | 10): Change {
  const op = draft === 10 ? newOperation(raw) : oldOperation(raw);
  const path = decode(str(draft === 10 ? pathOf(raw) : raw[op]));
  const key = path[0] ?? '';
  const depth = key === 'locations' && op !== 'replace' ? 2 : 1;
  if (path.length !== depth) {
    throw bad(`Invalid JSON pointer for this resource: '/${path.join('/')}'`);
  }
  if (op !== 'remove' && !('value' in raw)) {
    throw bad(`Operation "${op}" requires a member named "value".`);
  }
  mayBeChanged(key);
  const value = raw['value'];
  if (op !== 'remove') validateImage({ [key]: depth === 2 ? [value] : value });
  return { op, key, value, strictAdd: op === 'add' && draft === 4 };
}

/** @throws Refusal 403 */
function mayBeChanged(key: string): void {
  if (isReadOnlyInPatch(key)) throw readOnly(key);
  if (isReserved(key)) throw new Refusal(403, `Attribute '${key}' is reserved.`);
}

function newOperation({ op }: JsonObject): Operation {
  const known = `It must be one of the following: ${OPERATIONS.join(', ')}.`;
  if (op === undefined || op === null) {
    throw bad(`Unable to find \`op\` in JSON Schema change. ${known}`);
  }
  const found = OPERATIONS.find((each) => each === op);
  if (found === undefined) throw bad(`Invalid operation: \`${str(op)}\`. ${known}`);
  return found;
}

function oldOperation(raw: JsonObject): Operation {
  const [op, another] = OPERATIONS.filter((each) => each in raw);
  const what = another === undefined ? 'exactly one member' : 'only one member';
  if (op === undefined || another !== undefined) {
    throw bad(`Operation objects must contain ${what} named "add", "remove", or "replace".`);
  }
  return op;
}

function pathOf(raw: JsonObject): unknown {
  if (!('path' in raw)) throw bad("Unable to find 'path' in JSON Schema change");
  // Glance falls over it.
  if (raw['path'] === null) throw new Refusal(500, ERRED);
  return raw['path'];
}

/** RFC 6901, as far as Glance takes it. */
function decode(pointer: string): string[] {
  const say = (what: string): Refusal => bad(`Pointer \`${pointer}\` ${what}`);
  if (!pointer.startsWith('/')) throw say('does not start with "/".');
  if (/\/\s*?\//.test(pointer.slice(1))) throw say('contains adjacent "/".');
  if (pointer.length > 1 && pointer.endsWith('/')) throw say('end with "/".');
  if (/~[^01]/.test(pointer) || pointer.endsWith('~')) {
    throw say('contains "~" not part of a recognized escape sequence.');
  }
  return pointer
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').trim());
}

function bad(message: string): Refusal {
  return new Refusal(400, message);
}
