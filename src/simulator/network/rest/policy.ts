import { isDeepStrictEqual } from 'node:util';
import { forbidden } from '../refuse.ts';
import type { Asker, Attribute, Attributes, Rule } from './attributes.ts';
import { isRecord } from './body.ts';
import type { Body } from './thing.ts';

/**
 * Asks the rules of all attributes that a body sets; its message has them all, as oslo.policy composes them.
 * @throws Refusal 403
 */
export function guard(
  about: {
    readonly action: 'create' | 'update';
    readonly one: string;
    readonly attributes: Attributes;
    readonly asker: Asker;
  },
  body: Body,
): void {
  const { action, one, attributes, asker } = about;
  const top = `rule:${action}_${one}`;
  let expression = top;
  let allowed = true;
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isSet(action, attribute, body[name])) continue;
    const ruled = judge(`${top}:${name}`, { attribute, action, asker, value: body[name] });
    if (ruled === undefined) continue;
    expression = `(${expression} and ${ruled.expression})`;
    allowed &&= ruled.allowed;
  }
  if (!allowed) throw forbidden(expression);
}

/** A default that is spelled out is nobody's concern. */
function isSet(action: string, attribute: Attribute, value: unknown): boolean {
  if (value === undefined) return false;
  return action === 'update' || !isDeepStrictEqual(value, attribute.fallback);
}

function judge(
  name: string,
  about: {
    readonly attribute: Attribute;
    readonly action: 'create' | 'update';
    readonly asker: Asker;
    readonly value: unknown;
  },
): { readonly expression: string; readonly allowed: boolean } | undefined {
  const { attribute, action, asker, value } = about;
  const rule = attribute.rule?.[action];
  if (rule === undefined) return undefined;
  const inner = innerRules(attribute, value);
  if (inner.length === 0) return { expression: name, allowed: rule(asker, value) };
  const parts = inner
    .map(([key]) => `${name}:${key}`)
    .reduce((sum, part) => (sum === '' ? part : `${sum} and ${part}`), '');
  return {
    expression: `(${name} and (${parts}))`,
    allowed: rule(asker, value) && inner.every(([, each]) => each(asker, value)),
  };
}

function innerRules({ inner }: Attribute, value: unknown): [string, Rule][] {
  if (inner === undefined) return [];
  const dictionaries = (Array.isArray(value) ? value : [value]).filter(isRecord);
  return Object.entries(inner).filter(([key]) => dictionaries.some((each) => key in each));
}
