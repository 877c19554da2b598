import { isObject } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';

export type Action = (call: Call) => Answer;

/** The action that the body's only key names. @throws Refusal 400 */
export function act(call: Call, actions: Readonly<Record<string, Action>>): Answer {
  const { json } = call;
  if (json === undefined) throw noSuch('None');
  if (!isObject(json)) throw new Refusal(400, 'Malformed request body');
  const names = Object.keys(json);
  const [name = ''] = names;
  if (names.length !== 1) throw new Refusal(400, 'Malformed request body');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) throw noSuch(name);
  return action(call);
}

function noSuch(name: string): Refusal {
  return new Refusal(
    400,
    `There is no such action: ${name}. Verify the request body and Content-Type header and try again.`,
  );
}
