import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { ProxyAgent } from 'proxy-agent';
import { UsageError } from '../errors/migration.ts';
import type { CloudConfig, Tls } from './cloud-config.ts';

export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: http.Agent;
}

export interface Connections {
  /** Bounded, kept alive: for what may be sent again when a server closes an idle connection under it. */
  readonly kept: Agents;
  /** A connection of its own each: for what must not be sent twice, and for bulk data. */
  readonly fresh: Agents;
  close(): void;
}

/** Below the 5 s after which Apache closes an idle connection. */
const IDLE_MS = 4_000;
const MAX_SOCKETS = 32;
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy'];

/** @throws UsageError where a TLS file cannot be read */
export function openConnections(config: CloudConfig): Connections {
  const tls = tlsOptions(config.name, config.tls);
  const kept = agents({ ...tls, keepAlive: true, timeout: IDLE_MS, maxSockets: MAX_SOCKETS });
  const fresh = agents({ ...tls, keepAlive: false });
  return {
    kept,
    fresh,
    close() {
      for (const agent of [kept.httpAgent, kept.httpsAgent, fresh.httpAgent, fresh.httpsAgent]) {
        agent.destroy();
      }
    },
  };
}

function agents(options: https.AgentOptions): Agents {
  const httpAgent = new http.Agent(options);
  const httpsAgent = new https.Agent(options);
  if (!hasProxy()) return { httpAgent, httpsAgent };
  const agent = new ProxyAgent({ ...options, httpAgent, httpsAgent });
  const byEnvironment = agent.getProxyForUrl;
  agent.getProxyForUrl = (url, request) => (isLoopback(url) ? '' : byEnvironment(url, request));
  return { httpAgent: agent, httpsAgent: agent };
}

function hasProxy(): boolean {
  return PROXY_VARIABLES.some(
    (name) => Boolean(process.env[name]) || Boolean(process.env[name.toUpperCase()]),
  );
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function tlsOptions(cloud: string, tls: Tls): https.AgentOptions {
  const options: https.AgentOptions = { rejectUnauthorized: tls.verify };
  if (tls.caFile !== undefined) options.ca = readPem(cloud, 'cacert', tls.caFile);
  if (tls.certificateFile !== undefined) options.cert = readPem(cloud, 'cert', tls.certificateFile);
  // As in openstackclient, the file of `cert` may hold the key as well.
  const keyFile = tls.keyFile ?? tls.certificateFile;
  if (keyFile !== undefined) options.key = readPem(cloud, 'key', keyFile);
  return options;
}

function readPem(cloud: string, option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cloud ${cloud}: the file of '${option}', ${file}, cannot be read (${code}): correct its path or its permissions`,
      { cause: error },
    );
  }
}
