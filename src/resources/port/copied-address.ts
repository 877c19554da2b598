import { addressMap, ANY } from '../../model/address-mapping.ts';
import { destinationId } from '../../model/id-map.ts';
import { movesOf } from '../readdressed.ts';
import type { CopyContext } from '../resource-kind.ts';
import { port as portKind } from './index.ts';

/** What one address of a source port is in the port's copy; undefined where that has none for it. */
export async function copiedAddress(
  {
    source,
    destination,
    ids,
    mappings,
  }: Pick<CopyContext, 'source' | 'destination' | 'ids' | 'mappings'>,
  portId: string,
  address: string,
): Promise<string | undefined> {
  const mapped = addressMap(mappings['address'])(address);
  if (mapped !== ANY) return mapped;
  const [port, existing] = await Promise.all([
    portKind.get(source, portId),
    portKind.get(destination, destinationId(ids, { kind: 'port', id: portId }) ?? ''),
  ]);
  if (port === undefined || existing === undefined) return undefined;
  const translate = (kind: string, id: string) => destinationId(ids, { kind, id });
  const moves = movesOf(portKind, port, mappings, { existing, translate });
  const to = moves.find(({ from }) => from === address)?.to;
  return to === ANY ? undefined : (to ?? address);
}
