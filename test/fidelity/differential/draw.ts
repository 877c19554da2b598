/** What the model knows: placeholders by kind, in the order of their making (`{network1}`). Both clouds have all of them. */
export type Known = Map<string, string[]>;

/** Turns a command's numbers into choices. The same numbers and the same model give the same choices. */
export interface Draw {
  /** A known one of a kind; now and then one of another kind, or an id that nobody has. */
  id(kind: string): string;
  one<Value>(choices: readonly Value[]): Value;
  /** True once in so many times. */
  once(times: number): boolean;
  /** A name for something new; sometimes one that is taken. */
  name(): string;
}

const NOBODYS = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';

export function createDraw(numbers: readonly number[], known: Known, serial: number): Draw {
  let next = 0;
  const draw = (): number => {
    const number = numbers[next % numbers.length] ?? 0;
    next += 1;
    // Numbers that are used a second time mean something else then.
    return (number + Math.floor(next / numbers.length) * 7919) >>> 0;
  };
  const one = <Value>(choices: readonly Value[]): Value => {
    const chosen = choices[draw() % choices.length];
    return chosen as Value;
  };
  const once = (times: number): boolean => draw() % times === 0;
  return {
    one,
    once,
    id(kind) {
      const ids = known.get(kind) ?? [];
      if (ids.length === 0 || once(25)) return NOBODYS;
      return `{${one(ids)}}`;
    },
    name: () => (once(8) && serial > 1 ? `{run}-n${draw() % serial}` : `{run}-n${serial}`),
  };
}
