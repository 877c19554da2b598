import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { QuotaService } from '../../resources/quota/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import { nameIn } from '../node.ts';
import type { PlanScope } from './check.ts';
import { limitsToCome } from './limits-to-come.ts';
import type { LimitToCome } from './limits-to-come.ts';
import { flavorsOf, needsOf } from './needs.ts';
import { serversMadeAnew, madeAnew } from './to-make.ts';
import { quotaSetting } from './quota-setting.ts';

/** All that the plan makes in one project of the destination. */
interface Demand {
  /** Source projects; several may be mapped to one. */
  readonly sources: Set<string>;
  readonly name: string;
  /** Undefined where the plan makes the project. */
  readonly destinationId: string | undefined;
  readonly needs: Map<QuotaService, Map<string, number>>;
}

/** Whether each project may have what the plan makes in it beside what it has, with the quotas that the plan gives it. */
export async function quotas(scope: PlanScope): Promise<readonly Concern[]> {
  const demands = await demandsOf(scope);
  const services = demands.flatMap((demand) =>
    [...demand.needs].map(([service, needs]) => ({ demand, service, needs })),
  );
  const found = await mapBounded(services, CLOUD_REQUESTS, async (each) => judge(scope, each));
  return onceEach(found.flat());
}

async function demandsOf(scope: PlanScope): Promise<Demand[]> {
  const flavors = await flavorsOf(scope, serversMadeAnew(scope));
  const demands = new Map<string, Demand>();
  for (const node of madeAnew(scope)) {
    const project = node.kind.project?.(node.resource);
    const needs = needsOf(node, flavors);
    if (project === undefined || needs.length === 0) continue;
    const demand = demandOf(scope, demands, project);
    for (const { service, quota, amount } of needs) {
      const ofService = demand.needs.get(service) ?? new Map<string, number>();
      ofService.set(quota, (ofService.get(quota) ?? 0) + amount);
      demand.needs.set(service, ofService);
    }
  }
  return [...demands.values()];
}

function demandOf(
  { nodes, ids }: PlanScope,
  demands: Map<string, Demand>,
  project: string,
): Demand {
  const reference = referenceKey({ kind: 'project', id: project });
  const destinationId = ids[reference];
  const key = destinationId ?? reference;
  const demand = demands.get(key) ?? {
    sources: new Set<string>(),
    name: nameIn(nodes, { kind: 'project', id: project }),
    destinationId,
    needs: new Map<QuotaService, Map<string, number>>(),
  };
  demand.sources.add(project);
  demands.set(key, demand);
  return demand;
}

interface Question {
  readonly demand: Demand;
  readonly service: QuotaService;
  readonly needs: ReadonlyMap<string, number>;
}

async function judge(scope: PlanScope, question: Question): Promise<Concern[]> {
  const { demand, service, needs } = question;
  const limits = await limitsToCome(scope, service, [...demand.sources]);
  if (limits === undefined) return [unseen(scope, service)];
  return [...needs].flatMap(([quota, amount]) => {
    const to = limits[quota];
    if (to === undefined || to.limit < 0 || to.used + amount <= to.limit) return [];
    return [exceeded(scope, demand, { ...to, quota, amount })];
  });
}

interface Excess extends LimitToCome {
  readonly quota: string;
  readonly amount: number;
}

function exceeded(scope: PlanScope, demand: Demand, excess: Excess): Concern {
  const { source, destination } = scope;
  const { quota, amount, used, limit, carried } = excess;
  const from = carried ? ` (its quota in ${source.name}, which is carried)` : '';
  const [first = ''] = demand.sources;
  return {
    severity: 'blocker',
    code: 'quota-exceeded',
    subject: referenceKey({ kind: 'project', id: first }),
    message: `Project ${demand.name} may have ${limit} ${quota} in ${destination.name}${from}: it has ${used}, and the plan makes ${amount} more.`,
    remedy: remedyOf(scope, demand, excess),
  };
}

function remedyOf(
  { source, destination }: PlanScope,
  { sources, destinationId }: Demand,
  { quota, amount, used, carried }: Excess,
): string {
  const wanted = { quota, limit: used + amount };
  const [first = ''] = sources;
  if (carried) return `Raise it where it comes from: ${quotaSetting(source.name, first, wanted)}`;
  if (destinationId !== undefined) {
    return `Raise it: ${quotaSetting(destination.name, destinationId, wanted)}`;
  }
  return `Raise the default of ${destination.name} to ${wanted.limit}, make the project there before with that quota, or select less.`;
}

function unseen({ destination }: PlanScope, service: QuotaService): Concern {
  return {
    severity: 'warning',
    code: 'quota-unseen',
    subject: destination.name,
    message: `${destination.name} does not tell its ${service} quotas: whether they suffice is not known.`,
    remedy: 'Let the login see the quotas of all projects, or make sure that they suffice.',
  };
}

/** What is said of the cloud is not said for every project. */
function onceEach(concerns: readonly Concern[]): Concern[] {
  return [...new Map(concerns.map((each) => [`${each.subject} ${each.message}`, each])).values()];
}
