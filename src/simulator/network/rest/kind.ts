import type { Call, Token } from '../../http/call.ts';
import type { Refusal } from '../../http/refusal.ts';
import type { Asker, Attributes } from './attributes.ts';
import type { Shelf } from './shelf.ts';
import type { Body, View } from './thing.ts';

/** Whether a thing has one of the values that a filter names. */
export type Match<Each> = (thing: Each, values: readonly string[], token: Token) => boolean;

/** A collection of the network API. */
export interface Kind<Each extends { readonly id: string; readonly projectId: string }> {
  /** The key of one in a body: `security_group`. */
  readonly one: string;
  readonly many: string;
  /** `/security-groups` */
  readonly path: string;
  readonly attributes: Attributes;
  readonly shelf: Shelf<Each>;
  visible(thing: Each, token: Token): boolean;
  view(thing: Each, token: Token): View;
  missing(id: string): Refusal;
  /** Things that an index finds for filters; the filters are tried on them all the same. */
  candidates?(query: URLSearchParams): readonly Each[] | undefined;
  /** Filters that are no attribute of the view, or are compared in another way. */
  readonly matches?: Readonly<Record<string, Match<Each>>>;
  /** Lists take limit and marker. */
  readonly paged: boolean;
  beforeList?(call: Call): void;
  /** What the attributes' rules are asked with: of a thing, or of the body of a new one. */
  asker?(token: Token, of: Each | Body): Asker;
  /** Default: the administrator and the owner. */
  mayUpdate?(thing: Each, token: Token): boolean;
  mayRemove?(thing: Each, token: Token): boolean;
  /** Asked before the attributes' rules. @throws Refusal 403, 404 */
  beforeCreate?(body: Body, token: Token): void;
  create?(body: Body, call: Call): Each;
  /** How a new one is answered, where it is not as in a GET. */
  created?(thing: Each, token: Token): View;
  update?(thing: Each, body: Body, call: Call): void;
  /** How a changed one is answered, where it is not as in a GET. */
  changed?(thing: Each, token: Token): View;
  remove?(thing: Each, call: Call): void;
}

/** The thing, as far as this token sees it. @throws Refusal 404 */
export function findVisible<Each extends { readonly id: string; readonly projectId: string }>(
  kind: Kind<Each>,
  id: string,
  token: Token,
): Each {
  const thing = kind.shelf.get(id);
  if (thing === undefined || !kind.visible(thing, token)) throw kind.missing(id);
  return thing;
}

export function owns({ projectId }: { readonly projectId: string }, token: Token): boolean {
  return token.isAdmin || projectId === token.projectId;
}
