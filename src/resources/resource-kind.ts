import type { MapAddress } from '../model/address-mapping.ts';
import type { Cloud, Service } from '../openstack/cloud.ts';
import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import type { MappingsByKind } from '../model/mapping.ts';
import { printable } from '../model/printable.ts';
import type { Provenance } from '../model/provenance.ts';
import { referenceKey } from '../model/reference.ts';
import type { Reference } from '../model/reference.ts';
import type { FixedIp } from './neutron/fixed-ips.ts';

/** What every wire resource has once its kind has parsed it. */
export interface Resource {
  readonly id: string;
  readonly name: string;
}

/** Its reference key. */
export function keyOf({ kind }: ResourceKind, { id }: Pick<Resource, 'id'>): string {
  return referenceKey({ kind, id });
}

/** What a person calls it; empty where it has neither a name nor a title. */
export function nameOf(kind: ResourceKind, resource: Resource): string {
  return printable(resource.name || (kind.title?.(resource) ?? ''));
}

/** Kind and name; the id where it has none. */
export function titleOf(kind: ResourceKind, resource: Resource): string {
  return `${kind.kind} ${nameOf(kind, resource) || resource.id}`;
}

/** Copied inside the saga of the server that has it. */
export function isServerStage(kind: ResourceKind, resource: Resource): boolean {
  return kind.stage === 'server' && kind.detached?.(resource) !== true;
}

/** Translates a source id into the id to compare or send: for a source resource through the id map, for a
 * destination resource the id itself. Undefined where the destination has none (yet). */
export type Translate = (kind: string, sourceId: string) => string | undefined;

/** Comparable JSON. Lists whose order means nothing are sorted by the kind. */
export type Attributes = Readonly<Record<string, unknown>>;

export interface CopyContext {
  readonly source: Cloud;
  readonly destination: Cloud;
  /** Source → destination ids of everything the resource references. */
  readonly ids: IdMap;
  readonly provenance: Provenance;
  /** The operator's word; asked through `mappedTo` and `mappedName` (mapped.ts), which know patterns. */
  readonly mappings: MappingsByKind;
  readonly signal: AbortSignal;
  /** Bytes done so far, for kinds that move data. */
  readonly progress: (bytes: number, total: number | undefined) => void;
}

export interface Clouds {
  readonly source: Cloud;
  readonly destination: Cloud;
}

/** A compute microversion without which something of a resource cannot be copied. */
export interface MicroversionNeed {
  /** Compute 2.`minor`. */
  readonly minor: number;
  /** The first release that has it. */
  readonly release: string;
  /** `both`: the source is asked for it as well. */
  readonly clouds: 'destination' | 'both';
  /** What an older cloud cannot do: `cannot be marked with tags`. */
  readonly lacking: string;
  /** `warning` where the rest of it is copied all the same. */
  readonly severity: 'blocker' | 'warning';
  readonly remedy: string;
}

/** What a person should know of a kind: a row of docs/resources.md. */
export interface KindFacts {
  readonly service: Service;
  /** What tells one from all others where it carries no mark: `name in its domain`. */
  readonly naturalKey: string;
  /** Where our mark goes: `tag`, `extra attribute`; `none` where there is no room. */
  readonly mark: string;
  /** Every key that `attributes` may have. */
  readonly carries: readonly string[];
  /** What cannot be carried, and why: no API sets a creation date. */
  readonly lost: Readonly<Record<string, string>>;
  /** What of it other tools lose, as far as it was read or measured: `os-migrate: access list`. */
  readonly peers?: string;
}

/**
 * One kind of OpenStack resource. The engine (activities/copy-resource.ts) owns the policy: mapping, then `find`, then `create`,
 * then `converge` where something differs or is unfinished, then compare `attributes`. A kind only knows its API.
 */
export interface ResourceKind<R extends Resource = Resource> {
  /** The folder's name, singular, kebab-case: `security-group`. */
  readonly kind: string;
  /** Kinds that must be copied before this one. */
  readonly dependsOn: readonly string[];
  /** `server`: copied inside the saga of the server that needs it, and undone with it. Default `shared`. */
  readonly stage?: 'shared' | 'server';
  /** Of a `server` kind: what leads to a server, made only when it is up, and gone with its ports. */
  readonly afterServer?: true;
  /** Of a `server` kind: one that no server has (a detached port). It is copied as a shared one. */
  detached?(resource: R): boolean;
  /** A project selected whole brings those that `list` finds in it: quotas, role assignments. */
  readonly comesWithProject?: true;
  /** Its mappings are those of another kind, whose ids it has: rules are mapped with their group. */
  readonly mappedAs?: string;
  /** What else the plan makes in its project is made after it: it says how much there may be. */
  readonly goesFirst?: true;
  /** Comes along with what it is a companion of: `strategy: all` lists it only where `include` names its kind. */
  readonly comesAlong?: true;
  /** For docs/resources.md, and held to `attributes` by the contract suite. */
  readonly facts: KindFacts;
  /** Made with a token of the destination project, in which the operator needs a role. */
  readonly inProject?: boolean;
  /** Moves bulk data: copied one an activity, on the transfer queue. Only servers and other bulk kinds depend on such a kind. */
  readonly bulk?: boolean;
  /**
   * What a resource found by its natural key, not made by us, may differ in:
   * `equal`: nothing (a difference is a blocker); `as-is`: anything (a difference is a warning).
   */
  readonly reuse: 'equal' | 'as-is';

  /** One resource; undefined where there is none of that id. */
  get(cloud: Cloud, id: string, signal?: AbortSignal): Promise<R | undefined>;
  /**
   * All of a cloud, or of one project where the kind has an owner. `brief`: what each would have to be asked for by itself, and
   * neither names nor references need, is left out.
   */
  list(
    cloud: Cloud,
    scope: { readonly project?: string; readonly brief?: boolean },
  ): AsyncIterable<R>;
  /** What a person calls one that has no name; its key where absent. */
  title?(resource: R): string;
  /** Source id of the owning project. */
  project?(resource: R): string | undefined;
  /** What must be in the destination first, by source id. May ask the source cloud (a port's routers); what is mapped needs less. */
  references(source: Cloud, resource: R, mappings?: MappingsByKind): Promise<readonly Reference[]>;
  /** What it names and does not need (a user's default project): where the plan has it anyway, it comes first, and must not fail. By source id. */
  mentions?(resource: R): readonly Reference[];

  /** What comes along with it, made after it, and is needed by nothing: a user's password. By source id. */
  companions?(clouds: Clouds, resource: R): Promise<readonly Reference[]>;
  /** A source resource with other addresses; asked through `readdressed` (readdressed.ts), which knows the spec's. */
  readdressed?(source: R, map: MapAddress): R;
  /** Those of its addresses of which old and new are told, in an order that `readdressed` keeps. */
  addresses?(resource: R): readonly FixedIp[];
  /** How much data its copy moves. */
  bytes?(resource: R): number;
  /** Of a workload: it runs, so its move takes it out of service for a while. */
  running?(resource: R): boolean;

  /**
   * Destination resources that could be this one: those that carry its mark (also half-made ones, whose mark is still in the
   * description), else those of its natural key. Other kinds' ids come from `ids`; with one missing there can be no match.
   */
  find(destination: Cloud, source: R, ids: IdMap): Promise<readonly R[]>;
  /** The mark a destination resource carries. */
  provenance(resource: R): Provenance | undefined;
  /**
   * Whether a marked resource is still half-made: its commit point (the real description, usually) is not reached. What is
   * finished belongs to its owners: later differences are told, and not reverted. Absent: told by `attributes` alone.
   */
  unfinished?(resource: R): boolean;
  /**
   * What makes two resources equal, in destination terms. `translate` maps source ids; for a destination resource it is the
   * identity. Marks (tags, properties) are left out. The keys are the names in docs/resources.md.
   */
  attributes(resource: R, translate: Translate): Attributes;
  /**
   * What is asked for of its copy where the destination can give it, and not compared, in source terms: a saved plan holds to it.
   * The keys stand among what `facts` says is lost.
   */
  asked?(resource: R): Attributes;
  /** The two cut to what is to be compared, where a resource has only a part in common with its copy. Default: all. */
  inCommon?(source: R, existing: R, translate: Translate): readonly [R, R];

  /** Makes it, marked in the same call, and returns its destination id. Not called where `find` found one. */
  create(context: CopyContext, source: R): Promise<string>;
  /**
   * Brings a resource that carries our mark (or whose kind is converged for all: a default security group) to equality: second calls such as tags, the
   * real description, extra specs, members, data. Idempotent; called after create and again on every retry.
   */
  converge?(context: CopyContext, source: R, existing: R): Promise<void>;
  /**
   * Whether one without our mark, for which its cloud has no room, is what an attempt that died has left half-made: it is converged.
   * Asked on a further attempt only; in the plan there was none.
   */
  leftHalfMade?(source: R, existing: R): boolean;
  /** Removes a destination resource and waits until it is gone; one that is gone already is fine. The engine has checked the mark. */
  remove(destination: Cloud, id: string, signal?: AbortSignal): Promise<void>;
  /** Where somebody else's has its place, and `mappings` takes none of its kind: what else the operator can say. */
  wayOut?(source: R): string;
  /**
   * All that its calls ask for beyond compute 2.1 and cannot do without; what an older cloud simply shows or takes in an older
   * way is none. Preflight (microversions.ts) looks for it in the clouds.
   */
  microversions?(resource: R): readonly MicroversionNeed[];
  /** What of this resource cannot be carried, or needs the operator's word. `was`: as the source has it, where that is not the same. Reads only. */
  concerns?(context: PreflightContext, source: R, was?: R): Promise<readonly Concern[]>;
  /**
   * Whether a destination resource that the plan would not take by itself may be the one meant: a suggestion for the operator.
   * Default: the same name, and project where it has one.
   */
  likeness?(context: LikenessContext, source: R, candidate: R): Promise<Likeness>;
}

export type LikenessContext = Omit<PreflightContext, 'mappings'>;

/** In few words, to be read beside a mapping. */
export interface Likeness {
  /** What speaks for it: `same name`, `same checksum`. Where there is nothing, the two are not alike. */
  readonly same: readonly string[];
  /** What speaks against it: `another checksum`. Then the operator has to choose it. */
  readonly doubts: readonly string[];
}

export const UNLIKE: Likeness = { same: [], doubts: [] };

export interface PreflightContext {
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly ids: IdMap;
  readonly mappings: MappingsByKind;
}

/** Only for inference: keeps a kind's own resource type inside its folder. */
export function defineKind<R extends Resource>(kind: ResourceKind<R>): ResourceKind<R> {
  return kind;
}
