import type { SimulatedCloud } from '../cloud.ts';
import type { State } from './state.ts';

/** What every resource of a cloud's Neutron works on. */
export interface Neutron {
  readonly cloud: SimulatedCloud;
  readonly state: State;
}
