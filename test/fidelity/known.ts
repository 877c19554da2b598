/** A difference between lab and simulator that stays, and why. The simulator's README.md lists the same. */
export interface KnownDifference {
  /** Of the step: `session/step`. */
  readonly step: RegExp;
  /** Of the difference, as `differences` writes it. */
  readonly line: RegExp;
  readonly reason: string;
}

export const KNOWN: readonly KnownDifference[] = [
  {
    step: /^identity\/(login to a project|own catalog)$/,
    line: /catalog(\[\]: only the lab has .*<another service>|: lab has 6, simulator 5)/,
    reason: 'Placement is not simulated: nobody but Nova speaks to it.',
  },
  {
    step: /^identity\/login with an (unknown method|application credential and a scope)$/,
    line: /^body\.error\.identity: lab .* simulator nothing$/,
    reason: 'Keystone adds what it would take; no client reads it.',
  },
  {
    step: /^identity\/a path that is not there, as nobody$/,
    line: /./,
    reason: 'The simulator asks for the token first, whatever the path.',
  },
  {
    step: /^identity\/a method that is not there$/,
    line: /^headers\.allow: /,
    reason: 'Keystone names the methods in an order of chance, and PATCH, which it refuses.',
  },
  {
    step: /^image\/version documents at \/versions$/,
    line: /./,
    reason: 'Version documents stand at the root only.',
  },
  {
    step: /^(compute|network)\/version documents$/,
    line: /^headers\.x-(openstack|compute)-request-id: lab nothing/,
    reason: 'Every answer of the simulator has a request id, version documents too.',
  },
  {
    step: /^(compute\/creates a flavor|volume\/creates a volume) with no JSON$/,
    line: /^headers\.(openstack-api-version|x-openstack-nova-api-version|vary|x-compute-request-id): .*simulator nothing$/,
    reason: 'What is no JSON is refused before the service is asked, and so without its version.',
  },
  {
    step: /^compute\/extensions$/,
    line: /^body\.extensions/,
    reason: 'The list of extensions has meant nothing since microversions.',
  },
  {
    step: /^compute\/(sets bad extra specs|extra specs|describes a flavor)$/,
    line: /extra_specs|badRequest|content-type|status/,
    reason: "The values of a driver's extra specs are not checked.",
  },
  {
    step: /^servers\/lists servers (with details|of a project)$/,
    line: /(availability_zone: lab "", simulator "nova"|root_device_name: .* simulator null|fault\.code|fault\.details)/,
    reason: 'A server whose build was broken off keeps the zone that was asked for.',
  },
  {
    step: /^servers\/lists servers by an unknown key$/,
    line: /Value: colour/,
    reason: 'Python writes the names of a set in an order of chance.',
  },
  {
    step: /^servers\/security groups of a server$/,
    line: /^body\.security_groups/,
    reason: "Nova's old view of security groups has only their names; clients ask Neutron.",
  },
  {
    step: /^(servers\/a suspended server$|differential\/.* \/servers)/,
    line: /power_state: lab 1, simulator 4$/,
    reason: "libvirt's answer: the lab's hosts have a fake driver, which keeps 1.",
  },
  {
    step: /^server-life\/(attaches )?an interface$/,
    line: /port_state: lab "ACTIVE", simulator "DOWN"$/,
    reason: 'Time: the port becomes ACTIVE a moment after the answer.',
  },
  {
    step: /^server-life\/networks through Nova after their time$/,
    line: /./,
    reason: "Nova's proxies for Neutron, gone since 2.36, are not simulated at any version.",
  },
];

/** The differences that nobody has accepted. */
export function unknownDifferences(
  step: string,
  lines: readonly string[],
  used: Set<KnownDifference>,
): string[] {
  return lines.filter((line) => {
    const known = KNOWN.find((each) => each.step.test(step) && each.line.test(line));
    if (known !== undefined) used.add(known);
    return known === undefined;
  });
}
