import axios from 'axios';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProxyAgent } from 'proxy-agent';

/** The service that every Temporal SDK takes its development server from. */
const SERVICE = 'https://temporal.download';

const ANSWER_MS = 5_000;
const STALL_MS = 15_000;

export interface ObtainOptions {
  /** The file to make; it appears whole or not at all. */
  readonly target: string;
  /** Like `1.5.1`. */
  readonly version: string;
  readonly onProgress: (line: string) => void;
}

export interface DownloadOptions extends ObtainOptions {
  readonly service?: string;
  /** How long to wait for the first byte. Behind a firewall neither refusal nor answer ever comes. */
  readonly answerMs?: number;
}

/** Downloads the Temporal CLI. @throws Error that says why not */
export async function downloadBinary(options: DownloadOptions): Promise<void> {
  const { target, version, service = SERVICE, answerMs = ANSWER_MS } = options;
  const folder = await mkdtemp(`${target}-`);
  try {
    const body = await open(`${service}/cli/archive/v${version}?${platform()}`, answerMs);
    await unpack(body, folder);
    await chmod(join(folder, 'temporal'), 0o755);
    await rename(join(folder, 'temporal'), target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the download from ${service} failed: ${reason}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function open(url: string, answerMs: number): Promise<Readable> {
  const agent = new ProxyAgent();
  const unanswered = new AbortController();
  const timer = setTimeout(() => unanswered.abort(), answerMs);
  try {
    const { data } = await axios.get<Readable>(url, {
      responseType: 'stream',
      // Proxies come from the environment through the agent; axios would apply them a second time.
      proxy: false,
      httpAgent: agent,
      httpsAgent: agent,
      signal: unanswered.signal,
    });
    return data;
  } catch (error) {
    if (unanswered.signal.aborted) {
      throw new Error(`no answer in ${answerMs / 1000} s`, { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function unpack(body: Readable, folder: string): Promise<void> {
  const tar = spawn('tar', ['-xzf', '-', '-C', folder, 'temporal'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended: Promise<unknown[]> = once(tar, 'close');
  let stalled = setTimeout(() => undefined, 0);
  const watch = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => {
      body.destroy(new Error(`nothing came for ${STALL_MS / 1000} s`));
    }, STALL_MS);
  };
  watch();
  body.on('data', watch);
  try {
    const [[code]] = await Promise.all([ended, pipeline(body, tar.stdin)]);
    if (code !== 0) throw new Error(`tar ended with ${String(code)}`);
  } finally {
    clearTimeout(stalled);
  }
}

function platform(): string {
  const names: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' };
  const architectures: Partial<Record<NodeJS.Architecture, string>> = {
    x64: 'amd64',
    arm64: 'arm64',
  };
  const name = names[process.platform];
  const architecture = architectures[process.arch];
  if (name === undefined || architecture === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  return `platform=${name}&arch=${architecture}`;
}
