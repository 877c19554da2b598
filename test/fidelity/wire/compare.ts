import { write } from './normalise.ts';

/** Where two answers differ, as one line each: `body.server.status: lab "ACTIVE", simulator "BUILD"`. */
export function differences(lab: unknown, simulator: unknown, at = ''): string[] {
  if (write(lab) === write(simulator)) return [];
  if (Array.isArray(lab) && Array.isArray(simulator)) return inLists(lab, simulator, at);
  if (isRecord(lab) && isRecord(simulator)) {
    const keys = new Set([...Object.keys(lab), ...Object.keys(simulator)]);
    return [...keys].toSorted().flatMap((key) => {
      const inner = at === '' ? key : `${at}.${key}`;
      if (!(key in simulator)) return [`${inner}: lab ${short(lab[key])}, simulator nothing`];
      if (!(key in lab)) return [`${inner}: lab nothing, simulator ${short(simulator[key])}`];
      return differences(lab[key], simulator[key], inner);
    });
  }
  return [`${at}: lab ${short(lab)}, simulator ${short(simulator)}`];
}

/** Lists of one length are held against each other element by element; else what is too much or missing is told. */
function inLists(lab: readonly unknown[], simulator: readonly unknown[], at: string): string[] {
  if (lab.length === simulator.length) {
    return lab.flatMap((each, index) => differences(each, simulator[index], `${at}[${index}]`));
  }
  const written = { lab: lab.map(write), simulator: simulator.map(write) };
  return [
    ...written.lab
      .filter((each) => !written.simulator.includes(each))
      .map((each) => `${at}[]: only the lab has ${short(each)}`),
    ...written.simulator
      .filter((each) => !written.lab.includes(each))
      .map((each) => `${at}[]: only the simulator has ${short(each)}`),
    `${at}: lab has ${lab.length}, simulator ${simulator.length}`,
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (write(value) ?? 'nothing');
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
