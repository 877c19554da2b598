/** The first draft of an operator who knows neither cloud well. */
export const DRAFT = `name: kestrel
source: old
destination: new
select:
  projects: [shop, office, analytics]
mappings: # what the old cloud calls …: that is … in the new one
  network: { internet: public }
  availability-zone: { nova: az1 }
`;

/** With the two blockers of its plan seen to. */
export const SPEC = `name: kestrel
source: old
destination: new
select:
  projects: [shop, office, analytics]
  exclude: { servers: [db1] } # boots from a volume: moves another day
mappings: # what the old cloud calls …: that is … in the new one
  network: { internet: public }
  availability-zone: { nova: az1 }
  flavor: { c1.medium: std.medium } # the new cloud's c1.medium is another size
server:
  deadlineSeconds: 10 # for the demo: usually one waits longer before giving up
limits: { servers: 8 } # under way at once, in each project
`;
