import type { Schema } from './schema.ts';

/** Nova's `parameter_types`: what many bodies share. */
export const name: Schema = { type: 'string', minLength: 1, maxLength: 255, format: 'name' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const text: Schema = { type: 'string' };
export const description: Schema = { type: ['string', 'null'], minLength: 0, maxLength: 255 };
export const boolean: Schema = {
  type: ['boolean', 'string'],
  enum: [
    true,
    ...'True TRUE true 1 ON On on YES Yes yes'.split(' '),
    false,
    ...'False FALSE false 0 OFF Off off NO No no'.split(' '),
  ],
};
export const positive: Schema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]*$',
  minimum: 1,
  minLength: 1,
};
export const hostname: Schema = {
  type: 'string',
  minLength: 2,
  maxLength: 63,
  pattern: '^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$',
};
export const metadata: Schema = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:. ]{1,255}$': { type: 'string', maxLength: 255 } },
  additionalProperties: false,
};
export const tag: Schema = { type: 'string', minLength: 1, maxLength: 60, pattern: '^[^,/]*$' };
export const tags: Schema = { type: 'array', items: tag, maxItems: 50 };
export const diskConfig: Schema = { type: 'string', enum: ['AUTO', 'MANUAL'] };

/** An object of exactly these; `required` of them must be there. */
export function exactly(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** `{"key": …}` and nothing else. */
export function only(key: string, schema: Schema): Schema {
  return exactly({ [key]: schema }, [key]);
}
