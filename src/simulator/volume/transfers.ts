import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare, projectOf } from './door.ts';
import type { Way } from './door.ts';
import { volumeOf } from './find.ts';
import { linksTo } from './links.ts';
import { checkQuota } from './quotas.ts';
import { bodyOf, BOOLEAN, flagOf, textOf, timeOf, toBoolean, UUID } from './read.ts';
import { change } from './state.ts';
import type { Store, Transfer } from './state.ts';

/** Under two names: the older, and since 3.55 the newer. */
export function transferWays(store: Store): readonly Way[] {
  return ['/os-volume-transfer', '/volume-transfers'].flatMap((path) => waysAt(store, path));
}

/** The key is told once, to who has made it. */
type Show = (
  call: Call,
  transfer: Transfer,
  key?: { readonly key: string },
) => Record<string, unknown>;

function waysAt(store: Store, path: string): readonly Way[] {
  const isNew = (call: Call): boolean => path === '/volume-transfers' && call.microversion >= 57;
  const shown: Show = (call, transfer, key) =>
    detail(call, transfer, { isNew: isNew(call), ...key });
  return [
    {
      method: 'GET',
      path,
      handle: (call) => ({
        status: 200,
        body: { transfers: seenBy(store, call).map((each) => summary(call, each)) },
      }),
    },
    {
      method: 'GET',
      path: `${path}/detail`,
      handle: (call) => ({
        status: 200,
        body: { transfers: seenBy(store, call).map((each) => shown(call, each)) },
      }),
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: (call) => ({
        status: 200,
        body: { transfer: shown(call, transferOf(store, call)) },
      }),
    },
    { method: 'POST', path, handle: (call) => create(store, call, shown) },
    { method: 'POST', path: `${path}/:id/accept`, handle: (call) => accept(store, call) },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      handle(call) {
        const transfer = transferOf(store, call);
        store.transfers.delete(transfer);
        const volume = store.volumes.get(transfer.volumeId);
        if (volume !== undefined) change(store, volume, { status: 'available' });
        return bare(202);
      },
    },
  ];
}

function seenBy(store: Store, call: Call): readonly Transfer[] {
  const all = flagOf(call.query, 'all_tenants') && call.token.isAdmin;
  return [...(all ? store.transfers.all() : store.transfers.of(projectOf(call)))];
}

/** Anybody's, as it may be accepted by anybody. @throws Refusal 404 */
function transferOf({ transfers }: Store, { params }: Call): Transfer {
  const transfer = transfers.get(params['id'] ?? '');
  if (transfer !== undefined) return transfer;
  throw new Refusal(404, `Transfer ${params['id']} could not be found.`);
}

function summary(call: Call, { id, volumeId, name }: Transfer): Record<string, unknown> {
  return { id, volume_id: volumeId, name, links: linksTo(call, 'os-volume-transfer', id) };
}

function detail(
  call: Call,
  { id, createdAt, name, volumeId, projectId, noSnapshots }: Transfer,
  { isNew, key }: { readonly isNew: boolean; readonly key?: string },
): Record<string, unknown> {
  return {
    id,
    created_at: timeOf(createdAt),
    name,
    volume_id: volumeId,
    ...(key === undefined ? {} : { auth_key: key }),
    links: linksTo(call, 'os-volume-transfer', id),
    ...(isNew
      ? {
          no_snapshots: noSnapshots,
          destination_project_id: null,
          source_project_id: projectId,
          accepted: false,
        }
      : {}),
  };
}

function create(store: Store, call: Call, shown: Show): Answer {
  const body = bodyOf(call, 'transfer', {
    type: 'object',
    properties: {
      volume_id: UUID,
      name: { type: ['string', 'null'] },
      ...(call.microversion >= 55 ? { no_snapshots: BOOLEAN } : {}),
    },
    required: ['volume_id'],
    additionalProperties: false,
  });
  const volume = volumeOf(store, call.token, String(body['volume_id']));
  if (volume.status !== 'available') {
    throw new Refusal(400, 'Invalid volume: status must be available');
  }
  const transfer: Transfer = {
    id: randomUUID(),
    projectId: volume.projectId,
    volumeId: volume.id,
    name: textOf(body['name'])?.trim() ?? null,
    key: randomBytes(8).toString('hex'),
    createdAt: store.cloud.clock.now(),
    noSnapshots: toBoolean(body['no_snapshots'] ?? false) === true,
  };
  store.transfers.add(transfer);
  change(store, volume, { status: 'awaiting-transfer' });
  const view = shown(call, transfer, { key: transfer.key });
  return { status: 202, body: { transfer: view } };
}

function accept(store: Store, call: Call): Answer {
  const { auth_key: key } = bodyOf(call, 'accept', {
    type: 'object',
    properties: { auth_key: { type: ['string', 'integer'] } },
    required: ['auth_key'],
    additionalProperties: false,
  });
  const transfer = transferOf(store, call);
  if (String(key) !== transfer.key) {
    const words = `Attempt to transfer ${transfer.id} with invalid auth key.`;
    throw new Refusal(400, `Invalid auth key: ${words}`);
  }
  const volume = store.volumes.get(transfer.volumeId);
  const projectId = projectOf(call);
  if (volume !== undefined) {
    const { typeId, size } = volume;
    if (volume.projectId !== projectId) {
      checkQuota(store, { projectId, typeId, volumes: 1, gigabytes: size });
    }
    const userId = call.token.userId;
    store.volumes.move(volume, () =>
      change(store, volume, { projectId, userId, status: 'available' }),
    );
  }
  store.transfers.delete(transfer);
  return { status: 202, body: { transfer: summary(call, transfer) } };
}
