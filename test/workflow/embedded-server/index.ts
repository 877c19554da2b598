import { proxyActivities, sleep } from '@temporalio/workflow';

const { count, refuse } = proxyActivities<{
  count(step: string): Promise<number>;
  refuse(word: string): Promise<never>;
}>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 1 },
});

/** Two activities with a rest between them, in which the test kills what it likes. */
export async function tiny(restMs: number): Promise<number[]> {
  const first = await count('first');
  await sleep(restMs);
  return [first, await count('second')];
}

/** Fails as its activity fails. */
export async function refused(word: string): Promise<void> {
  await refuse(word);
}
