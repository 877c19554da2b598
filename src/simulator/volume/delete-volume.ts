import type { Fate } from '../faults/plan.ts';
import { Refusal } from '../http/refusal.ts';
import { change, settle } from './state.ts';
import type { Snapshot, Store, Volume } from './state.ts';

const DELETABLE = ['available', 'error', 'error_restoring', 'error_extending', 'error_managing'];

interface Manner {
  /** With its snapshots. */
  readonly cascade?: boolean;
  /** In whatever state. */
  readonly force?: boolean;
  readonly fate?: Fate | undefined;
}

/** @throws Refusal 400 */
export function deleteVolume(
  store: Store,
  volume: Volume,
  { cascade = false, force = false, fate }: Manner,
): void {
  const snapshots = snapshotsIn(store, volume);
  const isFree = volume.attachStatus !== 'attached' && volume.migrationStatus === null;
  const isReady = force || DELETABLE.includes(volume.status);
  const areReady =
    force || snapshots.every(({ status }) => ['available', 'error', 'deleting'].includes(status));
  if (!isFree || !isReady || (cascade ? !areReady : snapshots.length > 0)) {
    const states = force ? '' : `status must be ${DELETABLE.join(' or ')} and`;
    throw new Refusal(
      400,
      `Invalid volume: Volume ${states} must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.`,
    );
  }
  change(store, volume, { status: 'deleting' });
  for (const snapshot of snapshots) change(store, snapshot, { status: 'deleting' });
  settle(
    store,
    { seconds: 0.5, fate },
    {
      well() {
        for (const snapshot of snapshots) store.snapshots.delete(snapshot);
        forget(store, volume);
      },
      badly: () => change(store, volume, { status: 'error_deleting' }),
    },
  );
}

function forget(store: Store, volume: Volume): void {
  for (const attachment of volume.attachments.values()) store.attachments.delete(attachment);
  store.volumes.delete(volume);
}

function snapshotsIn(store: Store, volume: Volume): readonly Snapshot[] {
  return [...store.snapshots.of(volume.projectId)].filter(({ volumeId }) => volumeId === volume.id);
}
