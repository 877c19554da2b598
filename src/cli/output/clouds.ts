import { paragraph, renderTable } from './table.ts';
import type { CloudSurvey, ServiceSurvey } from '../clouds/survey-cloud.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS = [
  { title: '  SERVICE' },
  { title: 'MICROVERSIONS' },
  { title: 'ENDPOINT', wraps: true },
] as const;

/** Each cloud: who is logged in and what they may do, then a row a service. */
export function renderClouds(surveys: readonly CloudSurvey[], terminal: Terminal): string {
  return surveys.map((survey) => renderCloud(survey, terminal)).join('\n\n');
}

function renderCloud(survey: CloudSurvey, terminal: Terminal): string {
  const { cloud, region, error } = survey;
  const { style } = terminal;
  const title = style.bold(cloud) + (region === undefined ? '' : ` (${region})`);
  if (error !== undefined) {
    const words = error.startsWith(`${cloud}: `) ? error.slice(cloud.length + 2) : error;
    return paragraph(`${title}: ${style.bad('no')}: ${words}`, 0, terminal);
  }
  return [
    paragraph(`${title}: ${style.good('logged in')} as ${describeLogin(survey)}`, 0, terminal),
    renderTable(
      COLUMNS,
      survey.services.map((service) => row(service, terminal)),
      terminal,
    ),
  ].join('\n');
}

function describeLogin({ user, project, roles = [], admin }: CloudSurvey): string {
  const where = project === undefined ? 'no project' : `project ${project}`;
  const may = admin === true ? 'admin: sees every project' : 'not admin: sees its own project only';
  return `${user}, ${where}, roles ${roles.join(', ') || 'none'}; ${may}`;
}

function row({ service, versions, endpoint, error }: ServiceSurvey, { style }: Terminal): string[] {
  if (error !== undefined) return [`  ${service}`, '', style.bad(error)];
  return [`  ${service}`, versions ?? '', endpoint ?? style.dim('not in the catalog')];
}
