import { group } from '../../src/resources/group/index.ts';
import { makeGroup, makeUser } from './identity-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

describeKind({
  kind: group,
  unique: true,
  async pick(lab) {
    const id = await makeGroup(lab, lab.source, {
      name: lab.run,
      description: 'who hunts the roadrunner',
      mailing_list: 'hunt@example.org',
    });
    for (const name of ['wile', 'ralph']) {
      const user = await makeUser(lab, lab.source, { name: `${lab.run}-${name}` });
      await lab.source.call('identity', { method: 'PUT', path: `/groups/${id}/users/${user}` });
    }
    return id;
  },
  async change(destination, { id, members: [first] }) {
    await destination.call('identity', {
      method: 'DELETE',
      path: `/groups/${id}/users/${first ?? ''}`,
    });
    return ['members'];
  },
  foreign: {
    fate: 'refused',
    make: (lab, { name }) => makeGroup(lab, lab.destination, { name }),
  },
});
