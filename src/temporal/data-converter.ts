import type { DataConverter } from '@temporalio/common';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors/migration.ts';

/**
 * What client and worker need to encrypt everything that Temporal keeps, where `PUMPHOUSE_ENCRYPTION_KEY_FILE` is set;
 * Temporal's own converter otherwise. Workflow ids and search attributes stay readable in any case.
 * @throws UsageError where the file cannot be read or holds no key
 */
export async function dataConverter(): Promise<DataConverter> {
  const path = process.env['PUMPHOUSE_ENCRYPTION_KEY_FILE'];
  if (!path) return {};
  const { encryptionCodec, parseKeys } = await import('./payload-codec.ts');
  const failures = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));
  return {
    payloadCodecs: [encryptionCodec(parseKeys(await readKeys(path), path))],
    // .ts from sources, .js when built, as this very file.
    failureConverterPath: failures.replace(/\.ts$/u, extname(fileURLToPath(import.meta.url))),
  };
}

async function readKeys(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`PUMPHOUSE_ENCRYPTION_KEY_FILE cannot be read: ${String(error)}`, {
      cause: error,
    });
  }
}
