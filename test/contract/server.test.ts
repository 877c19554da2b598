import { describeKind } from './resource-kind.suite.ts';
import { makeSourceServer, serverCase } from './server-lab.ts';

describeKind({ ...serverCase, pick: makeSourceServer });
