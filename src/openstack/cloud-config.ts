import type { Service } from './cloud.ts';
import type { DatabaseSettings } from './identity-database/settings.ts';

/** A user, project or domain by id or by name. */
export interface Named {
  readonly id?: string;
  readonly name?: string;
}

export interface NamedInDomain extends Named {
  /** Where the name is to be looked up; Keystone needs it beside a name, not beside an id. */
  readonly domain?: Named;
}

export type Login =
  | { readonly type: 'password'; readonly user: NamedInDomain; readonly password: string }
  | { readonly type: 'token'; readonly token: string }
  | {
      readonly type: 'application credential';
      readonly id?: string;
      readonly name?: string;
      readonly user?: NamedInDomain;
      readonly secret: string;
    };

export type LoginScope =
  | { readonly type: 'project'; readonly project: NamedInDomain }
  | { readonly type: 'domain'; readonly domain: Named }
  /** An application credential carries its scope; else Keystone takes the user's default project, or none. */
  | { readonly type: 'unstated' };

export interface Tls {
  readonly verify: boolean;
  /** PEM files. */
  readonly caFile?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

/** One cloud as clouds.yaml, its companions and the environment describe it, checked and complete. */
export interface CloudConfig {
  readonly name: string;
  readonly authUrl: string;
  readonly login: Login;
  readonly scope: LoginScope;
  readonly region: string | undefined;
  readonly interface: 'public' | 'internal' | 'admin';
  readonly endpointOverrides: Readonly<Partial<Record<Service, string>>>;
  readonly tls: Tls;
  /** Milliseconds for an answer, or between two bytes of a stream (`api_timeout`); undefined leaves each call its own. */
  readonly timeoutMs: number | undefined;
  /** Keystone's own database (`keystone_database`), which has what no API tells: password hashes. */
  readonly identityDatabase: DatabaseSettings | undefined;
}
