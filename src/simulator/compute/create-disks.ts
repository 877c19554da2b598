import { Refusal } from '../http/refusal.ts';
import type { BootImage } from '../cloud.ts';
import type { Call } from '../http/call.ts';
import { booleanAt, listAt, numberAt, textAt } from './read.ts';
import type { Flavor, Nova } from './state.ts';

/** A volume that a server is to have: one that is there, or one that Nova has made. */
export interface AskedDisk {
  readonly isRoot: boolean;
  readonly source: 'volume' | 'image' | 'snapshot' | 'blank';
  /** Of the volume, image or snapshot. */
  readonly from: string;
  readonly sizeGb: number;
  readonly deleteOnTermination: boolean;
  readonly tag: string | null;
  readonly device: string | undefined;
}

type Given = Readonly<Record<string, unknown>>;

/** Local disks, which no volume holds, are left out. @throws Refusal 400 */
export function disksOf(nova: Nova, call: Call, server: Given): readonly AskedDisk[] {
  const given = [
    ...listAt(server, 'block_device_mapping_v2'),
    ...listAt(server, 'block_device_mapping').map((each) => ({
      source_type: 'volume',
      destination_type: 'volume',
      uuid: each['volume_id'],
      boot_index: /(^|\/)[a-z]da$/.test(String(each['device_name'])) ? 0 : -1,
      ...each,
    })),
  ];
  return given
    .filter((each) => (textAt(each, 'destination_type') ?? destinationOf(each)) === 'volume')
    .map((each) => readDisk(nova, call, each));
}

function destinationOf(given: Given): string {
  return ['volume', 'snapshot'].includes(textAt(given, 'source_type') ?? 'volume')
    ? 'volume'
    : 'local';
}

function readDisk(nova: Nova, call: Call, given: Given): AskedDisk {
  const source = (textAt(given, 'source_type') ?? 'volume') as AskedDisk['source'];
  const from = textAt(given, 'uuid') ?? textAt(given, 'volume_id') ?? '';
  const disk = {
    source,
    from,
    isRoot: numberAt(given, 'boot_index', -1) === 0,
    sizeGb: numberAt(given, 'volume_size', 0),
    deleteOnTermination: booleanAt(given, 'delete_on_termination', false),
    tag: textAt(given, 'tag') ?? null,
    device: textAt(given, 'device_name'),
  };
  if (source === 'volume') checkVolume(nova, call, disk);
  if (source === 'image') checkImageDisk(nova, call, disk);
  if (source !== 'volume' && source !== 'snapshot' && disk.sizeGb === 0) {
    const what = source === 'image' ? 'Images' : 'Blank volumes';
    throw new Refusal(
      400,
      source === 'image'
        ? `${what} with destination_type 'volume' need to have a non-zero size specified`
        : `${what} (source: 'blank', dest: 'volume') need to have non-zero size`,
    );
  }
  return disk;
}

function checkVolume({ cloud }: Nova, { token, requestId }: Call, disk: AskedDisk): void {
  const volume = cloud.volume.find(token, disk.from);
  if (volume === undefined) {
    throw new Refusal(400, `Block Device Mapping is Invalid: failed to get volume ${disk.from}.`);
  }
  if (disk.isRoot && !volume.bootable) {
    throw new Refusal(400, `Block Device ${disk.from} is not bootable.`);
  }
  if (volume.status === 'available' || volume.multiattach) return;
  throw new Refusal(
    400,
    `Invalid volume: Invalid input received: Invalid volume: Volume ${disk.from} status must be available or downloading to reserve, but the current status is ${volume.status}. (HTTP 400) (Request-ID: ${requestId})`,
  );
}

function checkImageDisk({ cloud }: Nova, { token }: Call, disk: AskedDisk): void {
  const image = cloud.image.find(token, disk.from);
  if (image !== undefined) return;
  throw new Refusal(400, `Block Device Mapping is Invalid: failed to get image ${disk.from}.`);
}

const GIB = 1024 ** 3;

/** Whether a flavor can hold an image. @throws Refusal 400, 403 */
export function checkImage(image: BootImage, flavor: Flavor, { token }: Call): void {
  if (image.status !== 'active') throw new Refusal(400, `Image ${image.id} is not active.`);
  if (flavor.ram < image.minRamMb) {
    throw new Refusal(400, "Flavor's memory is too small for requested image.");
  }
  if (flavor.disk === 0) {
    if (token.isAdmin) return;
    throw new Refusal(403, 'Only volume-backed servers are allowed for flavors with zero disk.');
  }
  const room = flavor.disk * GIB;
  if (image.sizeBytes > room) {
    throw new Refusal(
      400,
      `Flavor's disk is too small for requested image. Flavor disk is ${room} bytes, image is ${image.sizeBytes} bytes.`,
    );
  }
  if (image.minDiskGb * GIB > room) {
    throw new Refusal(
      400,
      `Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is ${room} bytes, minimum size is ${image.minDiskGb * GIB} bytes.`,
    );
  }
}
