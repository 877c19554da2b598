import { setImmediate } from 'node:timers/promises';
import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { mapBounded } from '../../../src/activities/bounded.ts';

test('no more than the limit are worked on at once, and results come in the order of the elements', async () => {
  const pauses = array(integer({ min: 0, max: 3 }), { maxLength: 30 });
  await assert(
    asyncProperty(pauses, integer({ min: 1, max: 8 }), async (elements, limit) => {
      let under = 0;
      let most = 0;
      const results = await mapBounded(elements, limit, async (turns) => {
        under += 1;
        most = Math.max(most, under);
        for (let turn = 0; turn < turns; turn++) await setImmediate();
        under -= 1;
        return turns * 2;
      });
      expect(results).toEqual(elements.map((each) => each * 2));
      expect(most).toBeLessThanOrEqual(limit);
      expect(under).toBe(0);
    }),
  );
});

test('the first failure is thrown, and nothing more is begun after it', async () => {
  const begun: number[] = [];
  const work = mapBounded([1, 2, 3, 4, 5, 6], 2, async (element) => {
    begun.push(element);
    await setImmediate();
    if (element === 1) throw new Error('no answer');
  });
  await expect(work).rejects.toThrow('no answer');
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(begun.length).toBeLessThanOrEqual(3);
});
