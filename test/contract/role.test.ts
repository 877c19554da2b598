import { afterAll, beforeAll, expect, test } from 'vitest';
import { differences } from '../../src/activities/match.ts';
import { role } from '../../src/resources/role/index.ts';
import { makeDomain, makeRole, roleNamed } from './identity-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

async function imply(lab: Lab, prior: string, implied: string): Promise<void> {
  const path = `/roles/${prior}/implies/${implied}`;
  await lab.source.call('identity', { method: 'PUT', path });
}

// A role of the whole cloud, which nobody may change.
describeKind({
  kind: role,
  unique: true,
  async pick(lab) {
    const id = await makeRole(lab, lab.source, {
      name: lab.run,
      description: 'launches rockets',
      contact: 'acme',
    });
    const lesser = await makeRole(lab, lab.source, { name: `${lab.run}-lesser` });
    await imply(lab, id, lesser);
    await imply(lab, lesser, await roleNamed(lab.source, 'member'));
    const setImmutable = (immutable: boolean) =>
      lab.source.call('identity', {
        method: 'PATCH',
        path: `/roles/${id}`,
        body: { role: { options: { immutable } } },
      });
    lab.atEnd(() => setImmutable(false));
    await setImmutable(true);
    return id;
  },
  async change(destination, { id, implies: [first] }) {
    await destination.call('identity', {
      method: 'DELETE',
      path: `/roles/${id}/implies/${first?.id ?? ''}`,
    });
    return ['implies'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name }) => makeRole(lab, lab.destination, { name }),
  },
});

// A role of a domain.
describeKind({
  kind: role,
  unique: true,
  async pick(lab) {
    const domain = await makeDomain(lab, lab.source, lab.run);
    // Names are unique in a domain only.
    await makeRole(lab, lab.destination, { name: lab.run });
    return makeRole(lab, lab.source, { name: lab.run, domain_id: domain });
  },
  async change(destination, { id }) {
    await destination.call('identity', {
      method: 'PATCH',
      path: `/roles/${id}`,
      body: { role: { description: 'other' } },
    });
    return ['description'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name, domain_id }, translate) =>
      makeRole(lab, lab.destination, {
        name,
        domain_id: translate('domain', domain_id ?? ''),
        description: 'somebody else’s',
      }),
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

test('a built-in role is that of the same name, whatever the release makes of it', async () => {
  const admin = await existing(role, lab.source, await roleNamed(lab.source, 'admin'));
  const found = await role.find(lab.destination, admin, {});
  expect(found.map(({ id }) => id)).toEqual([await roleNamed(lab.destination, 'admin')]);
  // 2026.2 has `manager` between the two.
  const newer = { ...found[0]!, options: {}, implies: [{ id: 'm', name: 'manager' }] };
  expect(differences({ kind: role, ids: {}, mappings: {} }, admin, newer)).toEqual([]);
});

test('what somebody let a built-in role imply is compared', async () => {
  const member = await existing(role, lab.source, await roleNamed(lab.source, 'member'));
  const extended = { ...member, implies: [...member.implies, { id: 'r', name: 'balancer' }] };
  const request = { kind: role, ids: { 'role/r': 'R' }, mappings: {} };
  expect(differences(request, extended, member)).toMatchObject([
    { attribute: 'implies', source: ['R'], destination: [] },
  ]);
});
