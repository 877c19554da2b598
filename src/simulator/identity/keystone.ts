import type { SimulatedCloud } from '../cloud.ts';
import type { AssignmentStore } from './assignments-store.ts';
import type { State } from './state.ts';

/** What the routes of one Keystone work on. */
export interface Keystone extends State {
  readonly cloud: SimulatedCloud;
  readonly assignments: AssignmentStore;
}
