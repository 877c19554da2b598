import { z } from 'zod';
import { specSchema } from '../../model/spec.ts';

/** The part of JSON Schema that the spec uses. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly required?: readonly string[];
}

/** The spec as an operator writes it (defaults may be left out), for editors and for our own messages. */
export function specJsonSchema(): SchemaNode {
  const { $schema, ...schema } = z.toJSONSchema(specSchema, { io: 'input' });
  return {
    $schema,
    title: 'Pumphouse migration spec',
    description: 'What `pumphouse plan -f` and `pumphouse migrate -f` read.',
    ...schema,
  } as SchemaNode;
}

/** The schema of one place in the spec; `data` (the value the path starts at) chooses between alternatives. */
export function schemaAt(
  node: SchemaNode,
  path: readonly PropertyKey[],
  data: unknown,
): SchemaNode | undefined {
  const chosen = chooseAlternative(node, data);
  const [step, ...rest] = path;
  if (step === undefined) return chosen;
  const next = typeof step === 'number' ? chosen.items : childOf(chosen, String(step));
  return next && schemaAt(next, rest, valueAt(data, [step]));
}

export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined,
    data,
  );
}

function childOf(node: SchemaNode, key: string): SchemaNode | undefined {
  const { additionalProperties } = node;
  return (
    node.properties?.[key] ??
    (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  );
}

function chooseAlternative(node: SchemaNode, data: unknown): SchemaNode {
  const type = valueAt(data, ['type']);
  const alternatives = node.oneOf ?? [];
  return alternatives.find((one) => one.properties?.['type']?.const === type) ?? node;
}
