import { randomBytes } from 'node:crypto';

/** Attributes that a resource was made with and that Keystone does not know: it keeps and shows them. */
export type Extra = Record<string, unknown>;

/** A project, or a domain: Keystone keeps both in one table. */
export interface Project {
  readonly id: string;
  name: string;
  /** Null for a domain. */
  readonly domainId: string | null;
  /** The domain's id at the top; null for a domain. */
  readonly parentId: string | null;
  description: string | null;
  enabled: boolean;
  /** Sorted. */
  tags: string[];
  options: Extra;
  extra: Extra;
}

export interface User {
  readonly id: string;
  name: string;
  readonly domainId: string;
  enabled: boolean;
  /** A hash; undefined where the user has none, and cannot log in. */
  password: string | undefined;
  defaultProjectId: string | null | undefined;
  options: Extra;
  extra: Extra;
  /** By which identity providers the user is known. */
  federated?: readonly unknown[];
}

export interface Group {
  readonly id: string;
  name: string;
  readonly domainId: string;
  description: string;
  readonly members: Set<string>;
  extra: Extra;
}

export interface Role {
  readonly id: string;
  name: string;
  readonly domainId: string | null;
  description: string | null;
  options: Extra;
  extra: Extra;
  /** Ids of the roles that come with it. */
  readonly implies: Set<string>;
}

export interface Actor {
  readonly type: 'user' | 'group';
  readonly id: string;
}

export interface Target {
  readonly type: 'project' | 'domain' | 'system';
  readonly id: string;
}

export interface Assignment {
  readonly actor: Actor;
  readonly target: Target;
  readonly roleId: string;
  /** Not for the target but for the projects below it. */
  readonly inherited: boolean;
}

export interface Service {
  readonly id: string;
  type: string;
  name: string;
  enabled: boolean;
  extra: Extra;
}

export interface Endpoint {
  readonly id: string;
  serviceId: string;
  regionId: string | null;
  interface: string;
  url: string;
  enabled: boolean;
  extra: Extra;
}

export interface Region {
  readonly id: string;
  description: string;
  parentId: string | null;
  extra: Extra;
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly projectId: string;
  readonly description: string | null;
  readonly roleIds: readonly string[];
  readonly expiresAt: string | null;
  readonly unrestricted: boolean | null;
  /** A hash. */
  readonly secret: string;
}

export interface Credential {
  readonly id: string;
  readonly userId: string;
  projectId: string | null;
  type: string;
  blob: string;
}

export interface Trust {
  readonly id: string;
  readonly trustorId: string;
  readonly trusteeId: string;
  readonly projectId: string | null;
  readonly impersonation: boolean;
  readonly roleIds: readonly string[];
  readonly expiresAt: string | null;
}

export interface IdentityProvider {
  readonly id: string;
  readonly domainId: string;
  readonly enabled: boolean;
  readonly description: string | null;
  readonly remoteIds: readonly unknown[];
  /** Its protocols, each with its mapping. */
  readonly protocols: Map<string, string>;
}

export type Scope =
  | { readonly type: 'unscoped' }
  | { readonly type: 'project' | 'domain'; readonly id: string }
  | { readonly type: 'system' };

export interface StoredToken {
  readonly id: string;
  readonly userId: string;
  readonly scope: Scope;
  readonly methods: readonly string[];
  /** Its own first; then that of the first token of its chain. */
  readonly auditIds: readonly string[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly applicationCredentialId: string | undefined;
}

/** What one Keystone keeps. */
export interface State {
  readonly projects: Map<string, Project>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  readonly roles: Map<string, Role>;
  readonly services: Map<string, Service>;
  readonly endpoints: Map<string, Endpoint>;
  readonly regions: Map<string, Region>;
  readonly applicationCredentials: Map<string, ApplicationCredential>;
  readonly credentials: Map<string, Credential>;
  readonly trusts: Map<string, Trust>;
  readonly identityProviders: Map<string, IdentityProvider>;
  /** The rules of each mapping. */
  readonly mappings: Map<string, unknown>;
  readonly tokens: Map<string, StoredToken>;
}

export function emptyState(): State {
  return {
    projects: new Map(),
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    services: new Map(),
    endpoints: new Map(),
    regions: new Map(),
    applicationCredentials: new Map(),
    credentials: new Map(),
    trusts: new Map(),
    identityProviders: new Map(),
    mappings: new Map(),
    tokens: new Map(),
  };
}

/** An id as Keystone makes them: 32 hexadecimal digits. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}
