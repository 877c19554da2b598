import type { Concern } from '../model/concern.ts';
import { referenceKey } from '../model/reference.ts';
import { failureText } from './failure-text.ts';
import type { SagaState } from './saga-state.ts';

/** Undoes in reverse order, whatever fails; answers what could not be undone. */
export async function compensate(state: SagaState): Promise<Concern[]> {
  const left: Concern[] = [];
  for (const undo of state.undo.toReversed()) {
    try {
      await undo.run();
    } catch (error) {
      left.push({
        severity: 'blocker',
        code: 'not-undone',
        subject: referenceKey({ kind: 'server', id: state.input.server.id }),
        message: `${state.input.server.name}: could not ${undo.what}: ${failureText(error)}`,
        remedy: 'Mend the cause, then `pumphouse retry`, or do it by hand.',
      });
    }
  }
  state.undo = [];
  return left;
}
