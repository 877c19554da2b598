import { BlockedError } from '../errors/migration.ts';
import type { NamedId } from '../model/reference.ts';
import { readSourceRecord, sourceRecordTag } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { hasNovaNetwork } from '../resources/nova-network/neutron-shaped.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { fencePorts, silenceServer, unfencePorts } from '../resources/server/fence.ts';
import { server as serverKind } from '../resources/server/index.ts';
import {
  deleteServer,
  isShelved,
  shelveServer,
  stopServer,
  suspendServer,
  wakeServer,
} from '../resources/server/power.ts';
import { removeTag } from '../resources/server/tags.ts';
import type { Run } from './run.ts';
import { sharedNetworks } from './server-inspection.ts';
import { readServer, stepOptions } from './server-step.ts';

export async function quiesceSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  const options = stepOptions(spec, run);
  switch (spec.server.quiesce) {
    case 'suspend':
      return suspendServer(source, id, options);
    case 'stop':
      return stopServer(source, id, options);
    case 'none':
      return undefined;
  }
}

/**
 * Before the destination answers on a segment that both share: ports closed, floating IPs taken off. `restoreSource` undoes it. Also
 * of a server that is off: started again, it would answer beside its copy. Only nova-network has nothing to close; the plan warns.
 */
export async function silenceSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  run: Run,
): Promise<void> {
  const { source } = clouds;
  const resource = await readServer(clouds, server);
  const networks = await sharedNetworks(spec, clouds, resource);
  const options = stepOptions(spec, run);
  const canStayOpen = resource.status === 'SHUTOFF' && (await hasNovaNetwork(source));
  if (!canStayOpen) await fencePorts(source, server.id, options);
  await silenceServer(source, server.id, networks, options);
}

/** Nothing to fence where it does not run and will not be woken. */
export async function fenceSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  run: Run,
): Promise<void> {
  const { status } = await readServer(clouds, server);
  if (status === 'SHUTOFF') return;
  await fencePorts(clouds.source, server.id, stepOptions(spec, run));
}

export async function wakeSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await wakeServer(source, id, stepOptions(spec, run));
}

export async function stopSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await stopServer(source, id, stepOptions(spec, run));
}

/** @throws BlockedError while it still runs: its address must not answer twice */
export async function unfenceSource(clouds: Clouds, server: NamedId): Promise<void> {
  const { status } = await readServer(clouds, server);
  if (status !== 'SHUTOFF') {
    throw new BlockedError(
      `${clouds.source.name}: server ${server.name} is ${status}, not stopped: its ports stay closed.`,
    );
  }
  await unfencePorts(clouds.source, server.id);
}

/** Its record goes before: Nova changes no tags of a shelved server (409). */
export async function shelveSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  const { status, tags = [] } = (await serverKind.get(source, id)) ?? {};
  const record = readSourceRecord(tags);
  if (record !== undefined && !isShelved(status)) {
    await removeTag(source, id, sourceRecordTag(record));
  }
  await shelveServer(source, id, stepOptions(spec, run));
}

export async function deleteSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await deleteServer(source, id, { ...stepOptions(spec, run), keepRestorable: true });
}
