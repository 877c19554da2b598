import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { flavor as flavorKind } from '../../resources/flavor/index.ts';
import type { Flavor } from '../../resources/flavor/schema.ts';
import type { PlanScope } from './check.ts';
import { flavorsOf } from './needs.ts';
import { serversMadeAnew, toMake } from './to-make.ts';

/**
 * Extra specs that only some hosts can serve: https://docs.openstack.org/nova/latest/configuration/extra-specs.html. Those with a
 * value ask for nothing while they have it.
 */
const OF_HOSTS: readonly { readonly key: RegExp; readonly harmless?: RegExp }[] = [
  { key: /^hw:cpu_policy$/, harmless: /^shared$/ },
  { key: /^hw:cpu_(thread_policy|realtime|dedicated_mask)/, harmless: /^(prefer|no|false)$/i },
  { key: /^hw:emulator_threads_policy$/ },
  { key: /^hw:numa_/ },
  { key: /^hw:mem_page_size$/, harmless: /^(small|any)$/ },
  { key: /^hw:mem_encryption$/, harmless: /^false$/i },
  { key: /^hw:locked_memory$/, harmless: /^false$/i },
  { key: /^hw:(pmem|tpm_version|tpm_model|pci_numa_affinity_policy|maxphysaddr_)/ },
  { key: /^pci_passthrough:/ },
  { key: /^(resources|trait|group_policy)\w*(:|$)/ },
  { key: /^accel:/ },
  { key: /^capabilities:/ },
  { key: /^vmware:|^powervm:/ },
];
const AGGREGATE = 'aggregate_instance_extra_specs:';
/** `<in> x`, `s== x`, `>= 4`: compared by Nova's own rules. */
const OPERATOR = /^(<|s[=!<>]|[=!<>])/;

/**
 * What the flavors of a plan ask of the hosts, those that are to be made and those of the destination that servers are to have: no
 * API tells for certain whether it has such hosts, so it is said.
 */
export async function flavorFeatures(scope: PlanScope): Promise<Concern[]> {
  const { destination } = scope;
  const asking = (await flavorsIn(scope)).filter(({ extraSpecs }) => isAsking(extraSpecs));
  if (asking.length === 0) return [];
  const aggregates = asking.some(({ extraSpecs }) => aggregateKeys(extraSpecs).length > 0)
    ? await aggregatesOf(destination)
    : undefined;
  return asking.flatMap((flavor) => [
    ...hostFeatures(flavor, destination),
    ...(aggregates === undefined ? [] : missingAggregates(flavor, destination, aggregates)),
  ]);
}

/** Each by its source id, which concerns speak of. */
async function flavorsIn(scope: PlanScope): Promise<Flavor[]> {
  const made = toMake(scope, flavorKind).map((flavor) => [flavor.id, flavor] as const);
  const used = await flavorsOf(scope, serversMadeAnew(scope));
  return [...new Map([...made, ...used])].map(([id, flavor]) => ({ ...flavor, id }));
}

function isAsking(specs: Flavor['extraSpecs']): boolean {
  return featuresOf(specs).length > 0 || aggregateKeys(specs).length > 0;
}

/** `hw:cpu_policy=dedicated`, sorted. */
function featuresOf(specs: Flavor['extraSpecs']): string[] {
  return Object.entries(specs)
    .filter(([key, value]) =>
      OF_HOSTS.some((each) => each.key.test(key) && each.harmless?.test(value) !== true),
    )
    .map(([key, value]) => `${key}=${value}`)
    .toSorted();
}

function aggregateKeys(specs: Flavor['extraSpecs']): string[] {
  return Object.keys(specs).filter((key) => key.startsWith(AGGREGATE));
}

function hostFeatures({ id, name, extraSpecs }: Flavor, destination: Cloud): Concern[] {
  const features = featuresOf(extraSpecs);
  if (features.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'flavor-needs-host-feature',
      subject: referenceKey({ kind: 'flavor', id }),
      message: `Flavor ${name} asks of its hosts: ${features.join(', ')}.`,
      remedy: `Make sure that ${destination.name} has hosts that offer it, or map the flavor to one of its own: mappings: flavor.`,
    },
  ];
}

const aggregateSchema = z.looseObject({ metadata: z.record(z.string(), z.string()) });
type Aggregate = z.output<typeof aggregateSchema>;

/** https://docs.openstack.org/api-ref/compute/#list-aggregates. Undefined where this login may not see them. */
async function aggregatesOf(destination: Cloud): Promise<Aggregate[] | undefined> {
  try {
    return await collect(
      destination.list('compute', {
        path: '/os-aggregates',
        key: 'aggregates',
        schema: aggregateSchema,
      }),
    );
  } catch (error) {
    if (hasStatus(error, 403)) return undefined;
    throw error;
  }
}

function missingAggregates(
  { id, name, extraSpecs }: Flavor,
  destination: Cloud,
  aggregates: readonly Aggregate[],
): Concern[] {
  const wanted = aggregateKeys(extraSpecs).map(
    (key) => [key.slice(AGGREGATE.length), extraSpecs[key] ?? ''] as const,
  );
  const absent = wanted.filter(([key, value]) => !aggregates.some((each) => has(each, key, value)));
  if (absent.length === 0) return [];
  const words = absent.map(([key, value]) => `${key}=${value}`).toSorted();
  return [
    {
      severity: 'warning',
      code: 'flavor-needs-aggregate',
      subject: referenceKey({ kind: 'flavor', id }),
      message: `Flavor ${name} wants hosts of an aggregate with ${words.join(', ')}, and ${destination.name} has none.`,
      remedy:
        'Set it on an aggregate there (openstack aggregate set --property), or map the flavor.',
    },
  ];
}

/** An aggregate's value may be a list. One that is compared by an operator is left to Nova. */
function has({ metadata }: Aggregate, key: string, value: string): boolean {
  const found = metadata[key];
  if (found === undefined) return false;
  return OPERATOR.test(value) || found.split(',').some((each) => each.trim() === value);
}
