import type { TemporalClient } from '../temporal/connection.ts';
import type { CommandContext } from './context.ts';

/** Connects to Temporal, loading its client only now, and closes the connection afterwards. */
export async function withTemporal<Result>(
  context: CommandContext,
  use: (temporal: TemporalClient) => Promise<Result>,
): Promise<Result> {
  const { connectClient } = await import('../temporal/connection.ts');
  const temporal = await connectClient({ onProgress: context.notice });
  try {
    return await use(temporal);
  } finally {
    await temporal.close();
  }
}
