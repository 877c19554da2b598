import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './repeat.ts';
import { parseCloudsFile } from './yaml-file.ts';
import type { CloudsFile } from './yaml-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigPlace {
  readonly environment: Environment;
  readonly workingDirectory: string;
}

export interface ConfigFiles {
  readonly clouds: CloudsFile | undefined;
  readonly secure: CloudsFile | undefined;
  /** Profiles of public clouds. */
  readonly vendors: CloudsFile | undefined;
  /** Where clouds.yaml was looked for. */
  readonly searched: readonly string[];
}

const SUFFIXES = ['.yaml', '.yml', '.json'];

/**
 * Of each kind of file the first that can be read, in the places of openstacksdk:
 * https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html#config-files
 * @throws UsageError where it is not YAML
 */
export async function readConfigFiles(place: ConfigPlace): Promise<ConfigFiles> {
  const { environment } = place;
  const directories = configDirectories(place);
  const candidates = (name: string, override: string | undefined): string[] => [
    ...(override ? [override] : []),
    ...directories.flatMap((directory) => SUFFIXES.map((suffix) => join(directory, name + suffix))),
  ];
  const searched = candidates('clouds', environment['OS_CLIENT_CONFIG_FILE']);
  return {
    clouds: await readFirst(searched),
    secure: await readFirst(candidates('secure', environment['OS_CLIENT_SECURE_FILE'])),
    vendors: await readFirst(candidates('clouds-public', environment['OS_CLIENT_VENDOR_FILE'])),
    searched: searched.filter((path) => path.endsWith('.yaml')),
  };
}

function configDirectories({ environment, workingDirectory }: ConfigPlace): string[] {
  const home = environment['HOME'];
  const dotConfig = home === undefined ? [] : [join(home, '.config')];
  const configHome = environment['XDG_CONFIG_HOME'];
  const homes =
    configHome === undefined || configHome === '' ? dotConfig : [configHome, ...dotConfig];
  const roots = [...homes, '/etc/xdg', '/etc'];
  return [workingDirectory, ...roots.map((root) => join(root, 'openstack'))];
}

async function readFirst(paths: readonly string[]): Promise<CloudsFile | undefined> {
  for (const path of paths) {
    const text = await readIfThere(path);
    if (text !== undefined) return parseCloudsFile(path, text);
  }
  return undefined;
}

/** As openstacksdk does, a file that may not be read is passed over. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
