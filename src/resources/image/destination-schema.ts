import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';

const rule = z.looseObject({
  enum: z.array(z.string().nullable()).optional(),
  pattern: z.string().optional(),
  maxLength: z.number().optional(),
});
const schema = z.looseObject({
  properties: z.record(z.string(), rule),
  additionalProperties: z.union([z.boolean(), z.looseObject({})]).default(true),
});

/** What a cloud's Glance takes: https://docs.openstack.org/api-ref/image/v2/#image-schemas */
export type ImageSchema = z.output<typeof schema>;

export function readImageSchema(cloud: Cloud): Promise<ImageSchema> {
  return cloud.request('image', { path: '/schemas/image', schema });
}

/** Whether the schema has nothing against a value; absent where it says nothing of the key. */
export function takes(
  { properties, additionalProperties }: ImageSchema,
  key: string,
  value: string | null,
): boolean {
  const of = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (of === undefined) return additionalProperties !== false;
  if (of.enum !== undefined && !of.enum.includes(value)) return false;
  if (value === null) return true;
  if (of.maxLength !== undefined && value.length > of.maxLength) return false;
  return of.pattern === undefined || new RegExp(of.pattern, 'u').test(value);
}
