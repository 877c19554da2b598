import { BlockedError } from '../../errors/migration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { listFlavors } from '../../resources/flavor/api.ts';
import type { Flavor } from '../../resources/flavor/schema.ts';
import { listImages } from '../../resources/image/api.ts';
import type { Image } from '../../resources/image/schema.ts';

/** What the operator wants the canary to be made of: ids or names of the destination. */
export interface CanaryWishes {
  readonly image?: string | undefined;
  readonly flavor?: string | undefined;
}

const GIB = 1024 ** 3;

type Needs = Pick<Image, 'minRam' | 'minDisk' | 'size'>;
const SMALLEST: Needs = { minRam: 0, minDisk: 0, size: 1 };

/**
 * The smallest image and flavor: of those that the plan's servers will use and that are there already, else of all public ones. A new
 * cloud may have neither yet: then the canary makes them. @throws BlockedError where there is none of the name
 */
export async function chooseCanary(
  destination: Cloud,
  plan: Pick<Plan, 'items'>,
  wishes: CanaryWishes,
): Promise<{ image: Image | undefined; flavor: Flavor | undefined }> {
  const used = new Set(plan.items.flatMap(({ destinationId }) => destinationId ?? []));
  const image = await chooseImage(destination, used, wishes.image);
  return { image, flavor: await chooseFlavor(destination, { used, image, wish: wishes.flavor }) };
}

async function chooseImage(
  destination: Cloud,
  used: ReadonlySet<string>,
  wish: string | undefined,
): Promise<Image | undefined> {
  const bootable = await collect(listImages(destination, {}), isBootable);
  const candidates =
    wish === undefined
      ? preferred(
          bootable,
          ({ id }) => used.has(id),
          ({ visibility }) => visibility === 'public',
        )
      : bootable.filter(({ id, name }) => id === wish || name === wish);
  const [image] = candidates.toSorted((one, other) => (one.size ?? 0) - (other.size ?? 0));
  if (image !== undefined || wish === undefined) return image;
  throw new BlockedError(
    `${destination.name} has no active image ${wish}: say another with --canary-image.`,
  );
}

async function chooseFlavor(
  destination: Cloud,
  {
    used,
    image,
    wish,
  }: { used: ReadonlySet<string>; image: Image | undefined; wish: string | undefined },
): Promise<Flavor | undefined> {
  const all = await collect(listFlavors(destination));
  const fitting = all.filter((flavor) => fits(flavor, image ?? SMALLEST));
  const candidates =
    wish === undefined
      ? preferred(
          fitting,
          ({ id }) => used.has(id),
          ({ isPublic }) => isPublic,
        )
      : all.filter(({ id, name }) => id === wish || name === wish);
  const [flavor] = candidates.toSorted(
    (one, other) => one.ram - other.ram || one.vcpus - other.vcpus || one.disk - other.disk,
  );
  if (flavor !== undefined || wish === undefined) return flavor;
  throw new BlockedError(
    `${destination.name} has no flavor ${wish}: say another with --canary-flavor.`,
  );
}

/** Kernels and ramdisks boot nothing alone. */
function isBootable({ status, size, diskFormat }: Image): boolean {
  return (
    status === 'active' && (size ?? 0) > 0 && diskFormat !== null && !/^a[kr]i$/.test(diskFormat)
  );
}

function fits({ ram, disk }: Flavor, { minRam, minDisk, size }: Needs): boolean {
  return ram >= minRam && disk >= Math.max(1, minDisk) && disk * GIB >= (size ?? 0);
}

/** Those of the first test where there are any; else those of the second. */
function preferred<Element>(
  elements: readonly Element[],
  first: (element: Element) => boolean,
  second: (element: Element) => boolean,
): Element[] {
  const best = elements.filter(first);
  return best.length > 0 ? best : elements.filter(second);
}
