import { Refusal } from '../http/refusal.ts';
import type { Answer, Call } from '../http/call.ts';
import type { Schema } from './schema.ts';
import { checkLock } from './servers.ts';
import type { Nova, Server } from './state.ts';

export interface Asked {
  readonly nova: Nova;
  readonly call: Call;
  readonly server: Server;
  /** What stands at the action's name. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** One action of `POST /servers/{id}/action`. */
export interface Action {
  /** Of what stands at its name; by microversion where that matters. Default: anything. */
  readonly schema?: Schema | ((microversion: number) => Schema);
  readonly since?: number;
  /** What only admins may do: the policy's name. */
  readonly adminPolicy?: string;
  /** A locked server refuses it to users. */
  readonly minds?: 'lock';
  /** In which vm_states. */
  readonly from?: readonly string[];
  /** Tasks that may be under way; `any`: whichever. Default: none. */
  readonly during?: 'any' | readonly string[];
  /** Where `from` and `during` depend on what is asked. */
  readonly rules?: (given: Asked['given']) => Pick<Action, 'from' | 'during'>;
  /** A race that Nova lets pass, whatever the state. */
  readonly passes?: (server: Server) => boolean;
  /** As its refusals name it, where that is not its own name. */
  readonly called?: string;
  /** Only where a host has the server. */
  readonly needsHost?: true;
  /** Default answer: 202. */
  readonly act: (asked: Asked) => Answer | void | Promise<Answer | void>;
}

/** @throws Refusal 409 in Nova's words */
export function checkState(name: string, action: Action, asked: Asked): void {
  const { server, call, given } = asked;
  if (action.minds === 'lock') checkLock(server, call);
  if (action.needsHost === true && server.host === null) {
    throw new Refusal(409, `Instance ${server.id} is not ready`);
  }
  const { from, during = [] } = action.rules?.(given) ?? action;
  if (from === undefined || action.passes?.(server) === true) return;
  checkStates(server, action.called ?? name, { from, during });
}

/** Also for what is no action: interfaces, volumes. @throws Refusal 409 */
export function checkStates(
  { id, vmState, taskState, launched }: Server,
  called: string,
  { from, during = [] }: { readonly from: readonly string[]; readonly during?: Action['during'] },
): void {
  const refuse = (attribute: string, state: string): Refusal =>
    new Refusal(409, `Cannot '${called}' instance ${id} while it is in ${attribute} ${state}`);
  if (!from.includes(vmState)) throw refuse('vm_state', vmState);
  if (taskState !== null && during !== 'any' && !during.includes(taskState)) {
    throw refuse('task_state', taskState);
  }
  if (launched !== null) return;
  throw new Refusal(409, `Instance ${id} is in an invalid state for '${called}'`);
}
