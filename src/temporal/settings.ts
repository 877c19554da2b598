import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { UsageError } from '../errors/migration.ts';

export interface TemporalSettings {
  /** `host:port` of a server that somebody runs; undefined means the embedded one. */
  readonly address: string | undefined;
  readonly namespace: string;
  /** API key, TLS and metadata, as both connections take them. */
  readonly options: Pick<NativeConnectionOptions, 'apiKey' | 'tls' | 'metadata'>;
}

/**
 * Reads the environment and the configuration file of the Temporal CLI: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`,
 * `TEMPORAL_API_KEY`, `TEMPORAL_TLS*`, `TEMPORAL_PROFILE`, `TEMPORAL_CONFIG_FILE`.
 * @throws UsageError where the file, the profile or a certificate cannot be read
 */
export function temporalSettings(): TemporalSettings {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig();
    const { address, apiKey, tls, metadata } = connectionOptions;
    return {
      address: address || undefined,
      namespace: namespace || 'default',
      options: {
        ...(apiKey !== undefined && { apiKey }),
        ...(tls !== undefined && { tls }),
        ...(metadata !== undefined && { metadata }),
      },
    };
  } catch (error) {
    throw new UsageError(
      `Temporal's configuration (TEMPORAL_* or its config file) cannot be used: ${String(error)}`,
      { cause: error },
    );
  }
}
