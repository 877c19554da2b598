import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors/migration.ts';
import type { CloudConfig, Login, LoginScope, Named, NamedInDomain, Tls } from './cloud-config.ts';
import { collectSettings } from './cloud-settings.ts';
import type { CloudSettings } from './cloud-settings.ts';
import type { Service } from './cloud.ts';
import { readConfigFiles } from './config-files.ts';
import type { ConfigPlace } from './config-files.ts';
import { parseDatabaseUrl } from './identity-database/settings.ts';
import type { DatabaseSettings } from './identity-database/settings.ts';
import { SERVICE_TYPES } from './service-types.ts';

/** @throws UsageError that names file and line, what is the matter, and what to do */
export async function loadCloudConfig(name: string, place: ConfigPlace): Promise<CloudConfig> {
  const files = await readConfigFiles(place);
  const settings = collectSettings(name, files, place.environment);
  return {
    name,
    authUrl: authUrl(settings),
    login: login(settings),
    scope: scope(settings),
    region: settings.text('region_name')?.split(',')[0],
    interface: interfaceOf(settings),
    endpointOverrides: endpointOverrides(settings),
    tls: tls(settings, place),
    timeoutMs: timeoutMs(settings),
    identityDatabase: identityDatabase(settings),
  };
}

function authUrl(settings: CloudSettings): string {
  const stated = settings.text('auth_url');
  if (stated === undefined) {
    const profile = settings.text('profile');
    const hint =
      profile === undefined ? '' : ` (the profile '${profile}' in clouds-public.yaml gives none)`;
    throw wrong(settings, undefined, `auth_url is missing${hint}: add Keystone's URL below 'auth'`);
  }
  const url = stated.replace(/\{(\w+)\}/g, (braces, key: string) => settings.text(key) ?? braces);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw wrong(settings, 'auth_url', `auth_url '${stated}' is no http(s) URL: correct it`);
  }
  return url;
}

function login(settings: CloudSettings): Login {
  const type = settings.text('auth_type', 'auth_plugin') ?? inferredType(settings);
  switch (type) {
    case 'password':
    case 'v3password':
      return {
        type: 'password',
        user: user(settings, type),
        password: need(settings, 'password', type),
      };
    case 'token':
    case 'v3token':
      return { type: 'token', token: settings.text('auth_token') ?? need(settings, 'token', type) };
    case 'v3applicationcredential':
      return applicationCredential(settings, type);
    default:
      throw wrong(
        settings,
        'auth_type',
        `auth_type '${type}' is not supported: use password, v3applicationcredential or v3token`,
      );
  }
}

function inferredType(settings: CloudSettings): string {
  if (settings.text('application_credential_secret') !== undefined)
    return 'v3applicationcredential';
  return settings.text('password') === undefined &&
    settings.text('token', 'auth_token') !== undefined
    ? 'v3token'
    : 'password';
}

function applicationCredential(settings: CloudSettings, type: string): Login {
  const secret = need(settings, 'application_credential_secret', type);
  const id = settings.text('application_credential_id');
  if (id !== undefined) return { type: 'application credential', id, secret };
  const name = need(settings, 'application_credential_name', type);
  return { type: 'application credential', name, user: user(settings, type), secret };
}

function user(settings: CloudSettings, type: string): NamedInDomain {
  const id = settings.text('user_id');
  if (id !== undefined) return { id };
  const name = settings.text('username', 'user_name') ?? need(settings, 'username', type);
  return { name, domain: domain(settings, 'user') };
}

/** openstacksdk takes `domain_*` for both, and Keystone's own `default` where nothing is said. */
function domain(settings: CloudSettings, of: 'user' | 'project'): Named {
  return (
    named(settings.text(`${of}_domain_id`), settings.text(`${of}_domain_name`)) ??
    named(settings.text('domain_id'), settings.text('domain_name')) ??
    named(settings.text('default_domain_id'), settings.text('default_domain_name')) ?? {
      id: 'default',
    }
  );
}

function scope(settings: CloudSettings): LoginScope {
  if (settings.text('system_scope') !== undefined) {
    throw wrong(settings, 'system_scope', 'system_scope is not supported: name a project instead');
  }
  const id = settings.text('project_id', 'tenant_id');
  if (id !== undefined) return { type: 'project', project: { id } };
  const name = settings.text('project_name', 'tenant_name');
  if (name !== undefined) {
    return { type: 'project', project: { name, domain: domain(settings, 'project') } };
  }
  const only = named(settings.text('domain_id'), settings.text('domain_name'));
  return only === undefined ? { type: 'unstated' } : { type: 'domain', domain: only };
}

function named(id: string | undefined, name: string | undefined): Named | undefined {
  if (id !== undefined) return { id };
  return name === undefined ? undefined : { name };
}

function interfaceOf(settings: CloudSettings): CloudConfig['interface'] {
  const stated = settings.text('interface', 'endpoint_type') ?? 'public';
  const plain = stated.replace(/URL$/, '');
  if (plain === 'public' || plain === 'internal' || plain === 'admin') return plain;
  throw wrong(
    settings,
    'interface',
    `interface '${stated}' is unknown: use public, internal or admin`,
  );
}

function endpointOverrides(settings: CloudSettings): CloudConfig['endpointOverrides'] {
  const overrides: Partial<Record<Service, string>> = {};
  for (const service of Object.keys(SERVICE_TYPES) as Service[]) {
    const keys = [service, ...SERVICE_TYPES[service]].map(
      (type) => `${type.replaceAll('-', '_')}_endpoint_override`,
    );
    const url = settings.text(...keys);
    if (url === undefined) continue;
    if (!URL.canParse(url)) {
      const key = keys.find((key) => settings.text(key) === url) ?? service;
      throw wrong(settings, key, `${key} '${url}' is no URL: correct it`);
    }
    overrides[service] = url;
  }
  return overrides;
}

/** In seconds there, as openstacksdk has it. */
function timeoutMs(settings: CloudSettings): number | undefined {
  const stated = settings.text('api_timeout');
  if (stated === undefined) return undefined;
  const seconds = Number(stated);
  if (seconds > 0) return seconds * 1000;
  throw wrong(
    settings,
    'api_timeout',
    `api_timeout '${stated}' is no number of seconds: correct it`,
  );
}

function identityDatabase(settings: CloudSettings): DatabaseSettings | undefined {
  const url = settings.text('keystone_database');
  if (url === undefined) return undefined;
  try {
    return parseDatabaseUrl(url);
  } catch (error) {
    // The URL itself is not told: it holds a password.
    const what = error instanceof Error ? error.message : String(error);
    throw wrong(
      settings,
      'keystone_database',
      `keystone_database is wrong: ${what}; copy [database] connection of keystone.conf`,
    );
  }
}

function tls(settings: CloudSettings, place: ConfigPlace): Tls {
  const file = (key: string): string | undefined => {
    const path = settings.text(key);
    if (path === undefined) return undefined;
    const home = place.environment['HOME'] ?? homedir();
    return path.startsWith('~/')
      ? join(home, path.slice(2))
      : resolve(place.workingDirectory, path);
  };
  const [caFile, certificateFile, keyFile] = [file('cacert'), file('cert'), file('key')];
  return {
    verify: settings.flag('insecure') !== true && settings.flag('verify') !== false,
    ...(caFile === undefined ? {} : { caFile }),
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

function need(settings: CloudSettings, key: string, type: string): string {
  const value = settings.text(key);
  if (value !== undefined) return value;
  throw wrong(settings, undefined, `auth_type ${type} needs '${key}': add it below 'auth'`);
}

function wrong(settings: CloudSettings, key: string | undefined, what: string): UsageError {
  return new UsageError(`${settings.where(key)}: cloud '${settings.name}': ${what}`);
}
