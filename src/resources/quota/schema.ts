import { z } from 'zod';
import type { Provenance } from '../../model/provenance.ts';

/** Each has quotas of its own for a project. */
export const QUOTA_SERVICES = ['compute', 'volume', 'network'] as const;
export type QuotaService = (typeof QUOTA_SERVICES)[number];

/** How many of a thing there may be, by the service's own name of it: `cores`, `gigabytes_nfs`, `port`. -1: no limit. */
export type Limits = Readonly<Record<string, number>>;

export interface Use {
  readonly limit: number;
  readonly used: number;
}

export interface LimitSets extends Readonly<Record<QuotaService, Limits>> {
  /** Compute limits of single users in the project, by user id. */
  readonly users: Readonly<Record<string, Limits>>;
}

/** The quotas of one project in all services, as one resource: its id and name are the project's. */
export interface Quota {
  readonly id: string;
  readonly name: string;
  /** What holds now. Empty for a service that the cloud lacks, or that does not tell. */
  readonly all: LimitSets;
  /** What of it differs from the cloud's defaults, or for a user from the project's. */
  readonly own: LimitSets;
  /** Only in a destination project of ours. */
  readonly mark?: Mark | undefined;
  readonly provenance?: Provenance | undefined;
}

/** What we say, on a project of ours, about its quotas. */
export const markSchema = z.looseObject({
  state: z.enum(['begun', 'done']),
  /** Users with limits of their own: no API lists them. */
  users: z.array(z.string()).default([]),
});

export type Mark = z.output<typeof markSchema>;

/** Compute before 2.57 limits what has gone since: the network proxies, and files put into servers. */
const GONE = /^(fixed_ips|floating_ips|networks|security_groups|security_group_rules|injected_.*)$/;

const sets = z.record(z.string(), z.unknown());

export const limitsSchema = sets.transform((set): Limits => numbersIn(set));

/** Nova and Cinder say `in_use`, Neutron `used`. */
const useSchema = z
  .looseObject({ limit: z.number(), in_use: z.number().optional(), used: z.number().optional() })
  .transform(({ limit, in_use, used }): Use => ({ limit, used: in_use ?? used ?? 0 }));

export const usesSchema = sets.transform((set): Readonly<Record<string, Use>> =>
  Object.fromEntries(
    Object.entries(set).flatMap(([name, value]) => {
      const { data } = useSchema.safeParse(value);
      return data === undefined ? [] : [[name, data]];
    }),
  ),
);

function numbersIn(set: Readonly<Record<string, unknown>>): Limits {
  const pairs = Object.entries(set).filter(([name]) => !GONE.test(name));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  );
}
