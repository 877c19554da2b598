import type { Token } from '../../http/call.ts';
import { anything, boolean, integer, string } from './readers.ts';
import type { Reader } from './readers.ts';

/** What a policy rule of an attribute looks at. */
export interface Asker {
  readonly token: Token;
  /** Of a port's or subnet's network. */
  readonly ownsNetwork: boolean;
  readonly sharesNetwork: boolean;
}

export type Rule = (asker: Asker, value: unknown) => boolean;

/** An attribute as Neutron's attribute maps declare it. */
export interface Attribute {
  readonly post: boolean;
  readonly put: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
  readonly read: Reader;
  /** Has to be in a POST. */
  readonly required?: boolean;
  /** Where a POST leaves it out; undefined: it stays out. */
  readonly fallback?: unknown;
  /** Who may set it. */
  readonly rule?: { readonly create: Rule; readonly update: Rule };
  /** Rules of the keys inside it. */
  readonly inner?: Readonly<Record<string, Rule>>;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** `flags`: p(ost), u(pdate), f(ilter), s(ort). */
export function attribute(
  flags: string,
  read: Reader = anything,
  more: Omit<Partial<Attribute>, 'read'> = {},
): Attribute {
  return {
    post: flags.includes('p'),
    put: flags.includes('u'),
    filter: flags.includes('f'),
    sort: flags.includes('s'),
    read,
    ...more,
  };
}

export const onlyAdmin: Rule = ({ token }) => token.isAdmin;
export const byAdmin = { create: onlyAdmin, update: onlyAdmin };
export const anyone: Rule = () => true;
export const networkOwner: Rule = ({ token, ownsNetwork }) => token.isAdmin || ownsNetwork;
export const networkSharer: Rule = (asker) => networkOwner(asker, undefined) || asker.sharesNetwork;

export const ID = { id: attribute('fs') };
export const NAME = { name: attribute('pufs', string(255), { fallback: '' }) };
export const UP = { admin_state_up: attribute('pufs', boolean, { fallback: true }) };
export const PROJECT = {
  tenant_id: attribute('pfs', string(255)),
  project_id: attribute('pfs', string(255)),
};
/** Of all resources with «standard attributes». */
export const STANDARD = {
  description: attribute('puf', string(255), { fallback: '' }),
  created_at: attribute(''),
  updated_at: attribute(''),
  revision_number: attribute('f', integer),
};
export const TAGS = { tags: attribute('f') };
