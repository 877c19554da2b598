import { isDeepStrictEqual } from 'node:util';
import { hasStatus } from '../../errors/openstack.ts';
import { provenanceDescription, provenanceOfDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { unlessRaced } from '../raced.ts';
import type { CopyContext } from '../resource-kind.ts';
import {
  createFlavor,
  deleteFlavor,
  describesFlavors,
  getFlavor,
  listFlavors,
  setDescription,
  setExtraSpecs,
} from './api.ts';
import { attributes, inCommon } from './attributes.ts';
import { asEmbedded, isEmbedded } from './embedded.ts';
import type { Flavor } from './schema.ts';

/** Of the same name, which is unique in a cloud: usually of the same id as well, which is kept. */
export async function find(destination: Cloud, source: Flavor): Promise<readonly Flavor[]> {
  const same = await sameId(destination, source);
  const found =
    same?.name === source.name
      ? [same]
      : await collect(listFlavors(destination), (flavor) => flavor.name === source.name);
  if (!isEmbedded(source.id)) return found;
  return found.map((each) => (provenanceOfDescription(each.description) ? each : asEmbedded(each)));
}

/**
 * A flavor has no room for a lasting mark (extra specs steer the scheduler), so the mark stands in the description until
 * `converge` has done everything else: a flavor that bears it is ours and half made, any other is finished or foreign.
 * An id that is another flavor's in the destination cannot be kept: Nova chooses one.
 * A cloud too old for descriptions has no room for the mark: there it is made whole at once.
 */
export async function create(
  { destination, provenance }: CopyContext,
  source: Flavor,
): Promise<string> {
  const description = provenanceDescription(provenance);
  const other = await sameId(destination, source);
  const isFree = other === undefined || other.name === source.name;
  const id = isFree ? (source.keptId ?? null) : null;
  const created = make(destination, id, { ...source, description });
  return unlessRaced(created, async () => {
    const [same] = await find(destination, source);
    const made = same && (same.description === description || isEqual(source, same));
    return made ? same : undefined;
  });
}

async function make(cloud: Cloud, id: string | null, flavor: Flavor): Promise<string> {
  const made = await createFlavor(cloud, id, flavor);
  if (!(await describesFlavors(cloud))) await completeOrRemove(cloud, made, flavor);
  return made;
}

/** Without a mark another migration would not know a half-made one again. */
async function completeOrRemove(cloud: Cloud, id: string, source: Flavor): Promise<void> {
  try {
    await completeExtraSpecs(cloud, id, source);
  } catch (error) {
    // What is to be told is why it was not made.
    await deleteFlavor(cloud, id).catch(() => undefined);
    throw error;
  }
}

/**
 * In a cloud too old for the mark: of the same id and equal, but for extra specs, of which it has none (Nova sets all or none). To
 * give it those would change a flavor under its other users, if it were somebody else's: old Novas come with an `m1.small` of id 2
 * of their own. So looks alone are not enough. In the plan that is being carried out there was no such flavor, or the plan would
 * have been blocked; and an attempt has died since. A later plan takes it for somebody else's, and asks the operator.
 */
export function leftHalfMade(source: Flavor, existing: Flavor): boolean {
  const isBare = Object.keys(existing.extraSpecs).length === 0;
  const isUnmarkable = existing.description === undefined;
  const isKept = existing.id === source.keptId;
  const whole = { ...existing, extraSpecs: source.extraSpecs };
  return isUnmarkable && isBare && isKept && isEqual(source, whole);
}

/** The destination's flavor of the id that the copy is to have. */
export async function sameId(destination: Cloud, { keptId }: Flavor): Promise<Flavor | undefined> {
  return keptId === undefined ? undefined : getFlavor(destination, keptId);
}

export async function converge(
  { destination }: CopyContext,
  source: Flavor,
  existing: Flavor,
): Promise<void> {
  await completeExtraSpecs(destination, existing.id, source);
  // Last: it takes the mark away, and with it the word that something is left to do.
  if (await describesFlavors(destination)) {
    await setDescription(destination, existing.id, source.description ?? null);
  }
}

async function completeExtraSpecs(cloud: Cloud, id: string, { extraSpecs }: Flavor): Promise<void> {
  if (Object.keys(extraSpecs).length === 0) return;
  try {
    await setExtraSpecs(cloud, id, extraSpecs);
  } catch (error) {
    // Nova says so, too, where another migration set the same specs in the same moment.
    if (!hasStatus(error, 409)) throw error;
    const now = await getFlavor(cloud, id);
    if (!isDeepStrictEqual(now?.extraSpecs, extraSpecs)) throw error;
  }
}

function isEqual(source: Flavor, existing: Flavor): boolean {
  const [ours, theirs] = inCommon(source, existing);
  return isDeepStrictEqual(attributes(ours), attributes(theirs));
}
