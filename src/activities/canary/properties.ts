import { BlockedError } from '../../errors/migration.ts';
import type { Plan } from '../../model/plan.ts';
import { parseReferenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getImage } from '../../resources/image/api.ts';
import { carriedProperties } from '../../resources/image/properties.ts';
import { probeProperties } from '../../resources/image/refused-properties.ts';
import type { Stage } from './stage.ts';

/** Every property, with one of its values, that the images to be copied have. */
export async function propertiesOf(
  source: Cloud,
  { items }: Pick<Plan, 'items'>,
): Promise<Record<string, string>> {
  const properties: Record<string, string> = {};
  for (const { kind, key, action } of items) {
    if (kind !== 'image' || action !== 'create') continue;
    const image = await getImage(source, parseReferenceKey(key).id);
    if (image !== undefined)
      Object.assign(
        properties,
        carriedProperties(image, (_of, id) => id),
      );
  }
  return properties;
}

/** What an operator protected or a schema forbids no call tells: it is tried, on a record without data. @throws BlockedError */
export async function tryProperties({ destination, properties, signal }: Stage): Promise<void> {
  const refused = await probeProperties(destination, properties, signal);
  if (refused.length === 0) return;
  const which = refused.map(({ name, why }) => `${name} (${why})`).join(', ');
  throw new BlockedError(
    `Refused: ${which}. Allow them to the operator there, take them from the source images, or map the images.`,
  );
}
