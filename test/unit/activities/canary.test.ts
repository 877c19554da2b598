import { expect, test } from 'vitest';
import { runCanary } from '../../../src/activities/canary/run.ts';
import type { CanaryReport } from '../../../src/activities/canary/run.ts';
import { renderCanaryEnd } from '../../../src/cli/output/canary.ts';
import { terminalOf } from '../../../src/cli/output/terminal.ts';
import { OpenStackError } from '../../../src/errors/openstack.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';

const facts = { cloud: 'dst', service: 'compute', method: 'GET', url: '/', detail: 'no answer' };
const refuse = (): Promise<never> => Promise.reject(new OpenStackError(facts));

/** Of a destination that answers the login alone. */
function canaryInSilence(): Promise<CanaryReport> {
  const destination = {
    name: 'dst',
    identity: () => Promise.resolve({ projectId: 'p' }),
    versions: refuse,
    request: refuse,
    list: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }),
  } as unknown as Cloud;
  const signal = new AbortController().signal;
  return runCanary({ destination, plan: { items: [] }, signal, onStep: () => undefined });
}

test('in a cloud that does not answer a canary fails by its steps, and no rejection goes unheard', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const { ok, steps } = await canaryInSilence();
    // Node tells of them when its microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    expect({ ok, failed: steps.map((step) => step.ok) }).toEqual({
      ok: false,
      failed: [false, false],
    });
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});

test('of a canary that could not look for what is left, it is not said that nothing is', async () => {
  const report = await canaryInSilence();
  expect(renderCanaryEnd(report, 'dst', terminalOf({}, {}))).toBe('The canary failed.');
});
