import type { Inspection } from '../activities/server-inspection.ts';
import { restoring } from './proxies.ts';
import { enter } from './saga-state.ts';
import type { SagaState } from './saga-state.ts';

/**
 * What becomes of the source once the destination is verified. A suspended server cannot be stopped (Nova answers 409), and
 * its memory must not answer on the network again: so `stop` fences its ports, resumes it where nobody hears it, stops it,
 * and opens the ports of the stopped server again. Nothing here is undone: the destination is the truth.
 */
export async function retire(
  state: SagaState,
  { original, sharesSegment }: Inspection,
): Promise<void> {
  const { spec, input, destinationId } = state;
  const { server } = input;
  const how = spec.server.retire;
  const step = (what: string): ReturnType<typeof restoring> =>
    restoring(`${what} ${server.name} in ${spec.source}`);
  enter(state, 'retiring', `source: ${how}`);
  switch (how) {
    case 'stop':
      await step('fence the ports of').fenceSource(spec, server);
      await step('resume the fenced').wakeSource(spec, server);
      await step('stop').stopSource(spec, server);
      // On a shared segment they stay closed: started again, it would answer beside its copy.
      if (sharesSegment !== true) {
        await step('open the ports of the stopped').unfenceSource(spec, server);
      }
      break;
    case 'shelve':
      await step('shelve').shelveSource(spec, server);
      break;
    case 'delete':
      await step('delete').deleteSource(spec, server);
      break;
    case 'keep':
      break;
  }
  if (how !== 'delete') await step('unlock').unlockSource(spec, server, original);
  const finish = restoring(`finish ${server.name} in ${spec.destination}`);
  await finish.finishServer(spec, destinationId ?? '');
}
