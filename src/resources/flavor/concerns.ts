import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { sameId } from './copy.ts';
import { isEmbedded } from './embedded.ts';
import type { Flavor } from './schema.ts';

type Finding = Omit<Concern, 'subject'>;

export async function concerns(
  { source, destination }: PreflightContext,
  flavor: Flavor,
): Promise<readonly Concern[]> {
  const found: Finding[] = [];
  if (isEmbedded(flavor.id)) {
    found.push({
      severity: 'warning',
      code: 'flavor-deleted',
      message: `Flavor ${flavor.name} is no longer in ${source.name}, and is rebuilt from what its servers embed: private to their projects, without description and rxtx factor.`,
      remedy: 'Nothing needs to be done; or resize its servers in the source first.',
    });
  }
  if (flavor.disabled) {
    found.push({
      severity: 'warning',
      code: 'flavor-disabled',
      message: `Flavor ${flavor.name} is disabled in ${source.name}: no API disables its copy.`,
      remedy: 'Delete the copy when its servers are there, if nobody is to use it.',
    });
  }
  const other = await sameId(destination, flavor);
  if (other !== undefined && other.name !== flavor.name) {
    found.push({
      severity: 'info',
      code: 'flavor-id',
      message: `Flavor ${flavor.name} cannot keep its id ${other.id}, which is flavor ${other.name}'s in ${destination.name}: Nova chooses another.`,
      remedy: 'Nothing needs to be done, unless somebody relies on the id.',
    });
  }
  const subject = referenceKey({ kind: 'flavor', id: flavor.id });
  return found.map((each) => ({ ...each, subject }));
}
