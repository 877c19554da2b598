import { OpenStackError } from '../../errors/openstack.ts';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud, CloudIdentity } from '../../openstack/cloud.ts';
import type { Image } from '../../resources/image/schema.ts';
import { readImageUses } from '../../resources/image/usage.ts';
import type { ImageUse } from '../../resources/image/usage.ts';
import type { PlanScope } from './check.ts';
import { madeAnew } from './to-make.ts';

const MIB = 1024 ** 2;

/** How much more of a limit the plan takes. */
interface Need {
  readonly quota: string;
  readonly amount: number;
  readonly remedy?: string;
}

/**
 * Glance's limits. It counts the images that a project owns, and holds every call against the project of the token, whomever the
 * image is for (glance/quota/keystone.py, Zed to 2026.1): so images of the login's own project add up, and those of others need
 * only find it within its limits. `image_stage_total` is not asked for: nothing is staged, data go straight to the store.
 */
export async function imageLimits(scope: PlanScope): Promise<readonly Concern[]> {
  const images = madeAnew(scope).flatMap(({ kind, resource }) =>
    kind.kind === 'image' ? [resource as Image] : [],
  );
  if (images.length === 0) return [];
  const { destination } = scope;
  const uses = await readImageUses(destination);
  if (uses instanceof OpenStackError) return [unknown(destination, uses)];
  const login = await destination.identity();
  return needsOf(scope, images, login).flatMap((need) => {
    const use = uses[need.quota];
    if (use === undefined || use.limit < 0 || use.usage + need.amount <= use.limit) return [];
    return [exceeded(scope, login, { ...need, ...use })];
  });
}

function needsOf(scope: PlanScope, images: readonly Image[], login: CloudIdentity): Need[] {
  const own = images.filter((image) => isOfLogin(scope, image, login));
  const withData = images.filter(({ status }) => status !== 'queued');
  const ownData = own.filter((image) => withData.includes(image));
  const bytes = ownData.reduce((sum, { size }) => sum + (size ?? 0), 0);
  // One that is made for another project must fit in as well, and then is not counted.
  const passing = own.length < images.length ? 1 : 0;
  const { transfers } = scope.spec.limits;
  return [
    { quota: 'image_count_total', amount: own.length + passing },
    ...(withData.length === 0
      ? []
      : [
          { quota: 'image_size_total', amount: Math.floor(bytes / MIB) },
          {
            quota: 'image_count_uploading',
            amount: Math.min(transfers, ownData.length),
            remedy: 'Move fewer at once (limits.transfers), or raise it',
          },
        ]),
  ];
}

/** An image whose owner the destination will not have becomes the login's. */
function isOfLogin({ ids, nodes }: PlanScope, { owner }: Image, login: CloudIdentity): boolean {
  const key = referenceKey({ kind: 'project', id: owner ?? '' });
  const project = ids[key];
  return project === undefined ? !nodes.has(key) : project === login.projectId;
}

function unknown({ name: cloud }: Cloud, { message }: OpenStackError): Concern {
  return {
    severity: 'warning',
    code: 'quota-unknown',
    subject: cloud,
    message: `Glance of ${cloud} does not tell its limits for images: ${message}.`,
    remedy: 'Make sure that there is room for the images of the plan.',
  };
}

function exceeded(
  { destination: { name: cloud } }: PlanScope,
  { projectId = '', projectName = projectId }: CloudIdentity,
  { quota, amount, usage, limit, remedy }: Need & ImageUse,
): Concern {
  const raised = `openstack --os-cloud ${cloud} limit create --service glance --project ${projectId} --resource-limit ${usage + amount} ${quota}`;
  return {
    severity: 'blocker',
    code: 'quota-exceeded',
    subject: cloud,
    message: `Project ${projectName}, with whose login images are made, may have ${limit} ${quota} in ${cloud}: it has ${usage}, and the plan makes ${amount} more.`,
    remedy: `${remedy ?? 'Raise it'}: ${raised} (\`limit set\` where it has one of its own).`,
  };
}
