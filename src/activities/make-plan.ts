import type { Plan } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { lackOfRoom, migrationPlanOf } from './plan-migration.ts';
import { survey } from './plan.ts';
import type { Survey } from './plan.ts';
import { permitted } from './preflight/permissions.ts';

interface PlanOptions {
  /** It is to be kept to: its servers are named to the workflow, which makes it larger. */
  readonly sealed?: boolean;
}

/** What `migrate` would do. Reads only. @throws BlockedError, OpenStackError */
export async function makePlan(
  spec: Spec,
  clouds: Clouds,
  options: PlanOptions = {},
): Promise<Plan> {
  return permitted(clouds, async () =>
    withItsSize(spec, await survey(spec, clouds), options.sealed === true),
  );
}

/** The plan of a survey, with a blocker where `migrate` would refuse it for its size. */
function withItsSize(spec: Spec, found: Survey, sealed: boolean): Plan {
  const tooLarge = lackOfRoom(spec, migrationPlanOf(spec, found, sealed));
  const { plan } = found;
  return tooLarge === undefined ? plan : { ...plan, concerns: [...plan.concerns, tooLarge] };
}
