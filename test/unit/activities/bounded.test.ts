import { setImmediate } from 'node:timers/promises';
import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { mapBounded, streamBounded } from '../../../src/activities/bounded.ts';

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

async function* numbers(end: number, onTake: (number: number) => void): AsyncGenerator<number> {
  for (let number = 0; number < end; number++) {
    onTake(number);
    yield await Promise.resolve(number);
  }
}

test('a stream is worked on in order, and never more of it is taken than the limit', async () => {
  let [taken, seen] = [0, 0];
  const stream = numbers(100, () => {
    taken += 1;
    expect(taken - seen).toBeLessThanOrEqual(5);
  });
  const results: number[] = [];
  for await (const each of streamBounded(stream, 4, (number) => Promise.resolve(number * 2))) {
    seen += 1;
    results.push(each);
  }
  expect(results).toEqual(Array.from({ length: 100 }, (_, index) => index * 2));
});

async function failAtSeven(number: number): Promise<number> {
  await Promise.resolve();
  if (number === 7) throw new Error('seven');
  return number;
}

test('a failure in a stream ends it, after what came before it', async () => {
  const results: number[] = [];
  const run = async (): Promise<void> => {
    for await (const each of streamBounded(
      numbers(100, () => undefined),
      4,
      failAtSeven,
    )) {
      results.push(each);
    }
  };
  await expect(run()).rejects.toThrow('seven');
  expect(results).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
