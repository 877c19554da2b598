import type { Schema } from '../compute/schema.ts';
import { Refusal } from '../http/refusal.ts';
import { BOOLEAN, METADATA, METADATA_OR_NULL, NAME_OR_NULL, SIZE, UUID_OR_NULL } from './read.ts';

const TEXT: Schema = { type: ['string', 'null'] };

const NAMES = {
  name: TEXT,
  description: TEXT,
  display_name: TEXT,
  display_description: TEXT,
} as const;

/** Unknown keys are refused since 3.53. */
export function createSchema(microversion: number): Schema {
  return {
    type: 'object',
    properties: {
      ...NAMES,
      volume_type: NAME_OR_NULL,
      metadata: METADATA_OR_NULL,
      snapshot_id: UUID_OR_NULL,
      source_volid: UUID_OR_NULL,
      consistencygroup_id: UUID_OR_NULL,
      size: { ...SIZE, type: ['integer', 'string', 'null'] },
      availability_zone: { type: ['string', 'null'], minLength: 1, maxLength: 255 },
      multiattach: { oneOf: [{ type: 'null' }, BOOLEAN] },
      image_id: NAME_OR_NULL,
      imageRef: NAME_OR_NULL,
      ...(microversion >= 13 ? { group_id: NAME_OR_NULL } : {}),
      ...(microversion >= 47 ? { backup_id: UUID_OR_NULL } : {}),
    },
    additionalProperties: microversion < 53,
  };
}

export function updateSchema(microversion: number): Schema {
  const keys = ['name', 'description', 'display_name', 'display_description', 'metadata'];
  return {
    type: 'object',
    properties: { ...NAMES, metadata: METADATA },
    additionalProperties: false,
    ...(microversion >= 53 ? { oneOf: keys.map((key) => ({ required: [key] })) } : {}),
  };
}

/** @throws Refusal 400 */
export function checkNames(body: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(body)) {
    const name = key.replace(/^display_/, '');
    if (!['name', 'description'].includes(name) || typeof value !== 'string') continue;
    const length = value.trim().length;
    if (length > 255) {
      throw new Refusal(
        400,
        `Invalid input received: ${name} has ${length} characters, more than 255.`,
      );
    }
  }
}
