import type { Concern } from '../../model/concern.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { PlanItem } from '../../model/plan.ts';
import type { Spec } from '../../model/spec.ts';
import type { Clouds } from '../../resources/resource-kind.ts';
import type { Node } from '../node.ts';

/** A whole plan, for what no single resource can tell: sums, and what two resources do to each other. */
export interface PlanScope extends Clouds {
  readonly spec: Spec;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly items: readonly PlanItem[];
  /** Of what the destination already has, equal or mapped. */
  readonly ids: IdMap;
  /** One project of a migration whose whole was looked at before: what the logins may do is not asked again. */
  readonly isPart?: boolean;
}

/** Reads only. @throws OpenStackError */
export type Check = (scope: PlanScope) => Promise<readonly Concern[]>;
