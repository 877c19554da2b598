import { UsageError } from '../errors/migration.ts';
import type { ConfigFiles, Environment } from './config-files.ts';
import type { CloudsFile, Settings } from './yaml-file.ts';

/** What was said about one cloud, from wherever, before it is understood. Keys have underscores. */
export interface CloudSettings {
  readonly name: string;
  /** A setting outside or inside `auth`; outside wins, as in openstacksdk. Empty is absent. */
  text(...keys: readonly string[]): string | undefined;
  flag(key: string): boolean | undefined;
  /** Every setting, for those whose names have a service in them. */
  readonly all: Settings;
  /** `file:line`, or the environment. */
  where(key?: string): string;
}

/** Variables that choose or find a cloud but describe none. */
const SELECTORS = [
  'OS_CLOUD',
  'OS_CLOUD_NAME',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLIENT_VENDOR_FILE',
];

/**
 * Merges, last wins: the profile in clouds-public.yaml, clouds.yaml, secure.yaml, the region's own values.
 * `OS_*` variables make a cloud of their own, `envvars` (or `OS_CLOUD_NAME`), and change no other:
 * two clouds are in play, and one environment cannot be meant for both.
 * @throws UsageError where there is no such cloud
 */
export function collectSettings(
  name: string,
  files: ConfigFiles,
  environment: Environment,
): CloudSettings {
  const variables = environmentSettings(environment);
  if (name === (environment['OS_CLOUD_NAME'] || 'envvars') && variables !== undefined) {
    return settingsOf(name, variables, () => `the environment's OS_* variables`);
  }
  const own = merge(cloudIn(files.clouds, 'clouds', name), cloudIn(files.secure, 'clouds', name));
  if (own === undefined) throw unknownCloud(name, files);
  const profile = own['profile'] ?? own['cloud'];
  const base =
    typeof profile === 'string' ? cloudIn(files.vendors, 'public-clouds', profile) : undefined;
  const merged = merge(base, own) ?? {};
  const file = files.clouds ?? files.secure;
  return settingsOf(name, withRegion(merged), (key) => {
    const inAuth = key !== undefined && key in mappingOf(merged['auth']);
    const keys = key === undefined ? [] : inAuth ? ['auth', key] : [key];
    return file?.where(['clouds', name, ...keys]) ?? 'clouds.yaml';
  });
}

function settingsOf(name: string, all: Settings, where: CloudSettings['where']): CloudSettings {
  const auth = mappingOf(all['auth']);
  const text = (key: string): string | undefined => {
    const value = scalar(all[key]) ?? scalar(auth[key]);
    return value === undefined || value === '' ? undefined : value;
  };
  return {
    name,
    all,
    where,
    text: (...keys) => keys.map(text).find((value) => value !== undefined),
    flag(key) {
      const value = text(key)?.toLowerCase();
      return value === undefined ? undefined : ['true', 'yes', '1', 'on'].includes(value);
    },
  };
}

function cloudIn(
  file: CloudsFile | undefined,
  section: string,
  name: string,
): Settings | undefined {
  if (file === undefined) return undefined;
  const cloud = mappingOf(file.content[section])[name];
  if (cloud === undefined) return undefined;
  if (!isMapping(cloud)) {
    throw new UsageError(
      `${file.where([section, name])}: expected a mapping with 'auth' and the like below '${name}'`,
    );
  }
  return underscored(cloud);
}

function unknownCloud(name: string, { clouds, searched }: ConfigFiles): UsageError {
  if (clouds === undefined) {
    return new UsageError(
      `there is no cloud '${name}': no clouds.yaml was found; write one of ${searched.join(', ')}, or set OS_CLIENT_CONFIG_FILE`,
    );
  }
  const names = Object.keys(mappingOf(clouds.content['clouds']));
  const known = names.length === 0 ? 'none' : names.join(', ');
  return new UsageError(
    `${clouds.where(['clouds'])}: there is no cloud '${name}', there are: ${known}; correct the name, or add the cloud`,
  );
}

/** `OS_USERNAME` is `username`; nothing where no variable describes a cloud. */
function environmentSettings(environment: Environment): Settings | undefined {
  const names = Object.keys(environment).filter(
    (name) => name.startsWith('OS_') && !/^OS_(TEST|STD|LOG)/.test(name),
  );
  if (names.every((name) => SELECTORS.includes(name))) return undefined;
  return Object.fromEntries(
    names.map((name) => [name.slice('OS_'.length).toLowerCase(), environment[name]]),
  );
}

/** The first of `regions` counts unless `region_name` names another; its values win. */
function withRegion(settings: Settings): Settings {
  const regions = Array.isArray(settings['regions']) ? (settings['regions'] as unknown[]) : [];
  const named = regions.map((region) => (isMapping(region) ? region : { name: region }));
  const wanted = scalar(settings['region_name']);
  const region = named.find(({ name }) => wanted === undefined || name === wanted);
  if (region === undefined) return settings;
  const values = isMapping(region['values']) ? underscored(region['values']) : undefined;
  return { ...merge(settings, values), region_name: region['name'] };
}

function merge(low: Settings | undefined, high: Settings | undefined): Settings | undefined {
  if (low === undefined || high === undefined) return high ?? low;
  const merged: Record<string, unknown> = { ...low };
  for (const [key, value] of Object.entries(high)) {
    const below = merged[key];
    merged[key] = isMapping(below) && isMapping(value) ? merge(below, value) : value;
  }
  return merged;
}

function underscored(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replaceAll('-', '_'),
      isMapping(value) ? underscored(value) : value,
    ]),
  );
}

function isMapping(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mappingOf(value: unknown): Settings {
  return isMapping(value) ? value : {};
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
