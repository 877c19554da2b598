import type { BootImage } from '../cloud.ts';
import type { Fate } from '../faults/plan.ts';
import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { EMPTY, spoilt } from './content.ts';
import { checkQuota, checkSize } from './quotas.ts';
import { addVolume, change, settle } from './state.ts';
import type { Snapshot, Store, Volume } from './state.ts';

/** What a volume may be made from: one of them, or nothing. */
export interface Origin {
  readonly image?: BootImage | undefined;
  readonly snapshot?: Snapshot | undefined;
  readonly source?: Volume | undefined;
}

export interface NewVolume extends Origin {
  readonly name: string | null;
  readonly description?: string | null;
  /** In GB; undefined where the origin says it. */
  readonly size: number | undefined;
  readonly typeId?: string | undefined;
  readonly metadata?: Record<string, string>;
  readonly fate?: Fate | undefined;
}

/** @throws Refusal 400 or 413 */
export function createVolume(store: Store, token: Token, wish: NewVolume): Volume {
  const { image, snapshot, source } = wish;
  checkOrigin(wish);
  const size = sizeOf(wish);
  checkFit(wish, size);
  const projectId = token.projectId ?? '';
  const origin = snapshot ?? source;
  const typeId = wish.typeId ?? origin?.typeId ?? store.defaultTypeId;
  checkSize(store, projectId, size);
  checkQuota(store, { projectId, typeId, volumes: 1, gigabytes: size });
  const { name, description = null, metadata = {} } = wish;
  const volume = addVolume(store, {
    projectId,
    userId: token.userId,
    name,
    description,
    size,
    typeId,
    metadata,
    ...(snapshot === undefined ? {} : { snapshotId: snapshot.id }),
    ...(source === undefined ? {} : { sourceId: source.id }),
    bootable: origin?.bootable === true,
    multiattach: isMultiattach(store, typeId),
  });
  if (image === undefined) fill(store, volume, wish);
  else fillFromImage(store, volume, { image, fate: wish.fate });
  return volume;
}

function isMultiattach({ types }: Store, typeId: string): boolean {
  return types.get(typeId)?.extraSpecs['multiattach'] === '<is> True';
}

/** @throws Refusal 400 */
function sizeOf({ size, snapshot, source }: NewVolume): number {
  const known = size ?? snapshot?.size ?? source?.size;
  if (known !== undefined) return known;
  // Cinder's own code fails on it.
  throw new Refusal(
    400,
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  );
}

function checkOrigin({ image, snapshot, source }: Origin): void {
  if ([image, snapshot, source].filter((each) => each !== undefined).length > 1) {
    throw new Refusal(
      400,
      'Invalid input received: May specify only one of backup, imageRef, snapshot, source volume',
    );
  }
  if (snapshot !== undefined && snapshot.status !== 'available') {
    throw new Refusal(
      400,
      "Invalid snapshot: Originating snapshot status must be one of 'available' values",
    );
  }
  if (source !== undefined && !['available', 'in-use'].includes(source.status)) {
    throw new Refusal(
      400,
      "Invalid volume: Originating source volume status must be one of 'available, in-use' values",
    );
  }
}

function checkFit({ image, snapshot, source }: Origin, size: number): void {
  if (snapshot !== undefined && size < snapshot.size) {
    throw wrong(
      `Volume size '${size}'GB cannot be smaller than the snapshot size ${snapshot.size}GB. They must be >= original snapshot size.`,
    );
  }
  if (source !== undefined && size < source.size) {
    throw wrong(
      `Volume size '${size}'GB cannot be smaller than original volume size  ${source.size}GB. They must be >= original volume size.`,
    );
  }
  if (image === undefined) return;
  if (image.status !== 'active') throw wrong(`Image ${image.id} is not active.`);
  const data = Math.ceil(image.sizeBytes / 2 ** 30);
  if (data > size) {
    throw wrong(`Size of specified image ${data}GB is larger than volume size ${size}GB.`);
  }
  if (image.minDiskGb > size) {
    throw wrong(
      `Volume size ${size}GB cannot be smaller than the image minDisk size ${image.minDiskGb}GB.`,
    );
  }
}

function wrong(reason: string): Refusal {
  return new Refusal(400, `Invalid input received: ${reason}`);
}

const SECONDS = 1;

/** Nova may have taken it before it was ready. */
function readyAs({ status }: Volume): { readonly status: string } {
  return { status: ['creating', 'downloading'].includes(status) ? 'available' : status };
}

function fill(store: Store, volume: Volume, { snapshot, source, fate }: NewVolume): void {
  const origin = snapshot ?? source;
  const content = origin?.content ?? EMPTY;
  settle(
    store,
    { seconds: SECONDS, fate },
    {
      well: () =>
        change(store, volume, {
          ...readyAs(volume),
          placed: true,
          content: fate === 'wrong-hash' ? spoilt(content) : content,
          imageMetadata: origin?.imageMetadata,
        }),
      badly: () => change(store, volume, { status: 'error' }),
    },
  );
}

function fillFromImage(
  store: Store,
  volume: Volume,
  { image, fate }: { readonly image: BootImage; readonly fate: Fate | undefined },
): void {
  const { clock } = store.cloud;
  if (fate === 'stuck') return;
  const fail = (): void => change(store, volume, { status: 'error', placed: true });
  const finish = async (): Promise<void> => {
    const content = await store.contents.ofImage(image.id);
    clock.later(SECONDS / 2, () => {
      if (fate === 'error') {
        fail();
        return;
      }
      change(store, volume, {
        ...readyAs(volume),
        bootable: true,
        content: fate === 'wrong-hash' ? spoilt(content) : content,
        imageMetadata: metadataOf(image),
      });
    });
  };
  clock.later(SECONDS / 2, () => {
    const status = volume.status === 'creating' ? 'downloading' : volume.status;
    change(store, volume, { status, placed: true });
    void finish().catch(() => clock.later(0, fail));
  });
}

/** What a volume remembers of the image it was made from. */
function metadataOf(image: BootImage): Record<string, string> {
  const properties = Object.entries(image.properties).filter(([, value]) => value !== null);
  return {
    signature_verified: 'False',
    ...Object.fromEntries(properties.map(([key, value]) => [key, String(value)])),
    image_id: image.id,
    image_name: image.name ?? '',
    checksum: image.checksum ?? '',
    container_format: image.containerFormat ?? 'bare',
    disk_format: image.diskFormat ?? 'raw',
    min_disk: String(image.minDiskGb),
    min_ram: String(image.minRamMb),
    size: String(image.sizeBytes),
  };
}
