import type { Token } from '../../http/call.ts';
import { str } from '../../python.ts';
import { badRequest, invalid } from '../refuse.ts';
import type { Attribute, Attributes } from './attributes.ts';
import type { Body } from './thing.ts';

/** The bodies of a request: several where it has the plural's key. @throws Refusal 400 */
export function bodiesOf(
  json: unknown,
  { one, many }: { readonly one: string; readonly many?: string },
): { readonly bodies: readonly unknown[]; readonly bulk: boolean } {
  if (json === undefined) throw badRequest(`Unable to find '${one}' in request body`);
  if (!isRecord(json)) throw badRequest('Body contains invalid data');
  if (Object.keys(json).length === 0) throw badRequest('Resource body required');
  const several = many === undefined ? undefined : json[many];
  if (several !== undefined) {
    if (!Array.isArray(several) || several.length === 0) throw badRequest('Resources required');
    return { bodies: several, bulk: true };
  }
  if (json[one] === undefined) throw badRequest(`Unable to find '${one}' in request body`);
  if (!isRecord(json[one])) throw badRequest(`Object '${one}' contains invalid data`);
  return { bodies: [json[one]], bulk: false };
}

/** A POST's body with its defaults. @throws Refusal 400 */
export function readNew(given: unknown, attributes: Attributes, token: Token): Body {
  const body = withProject(known(given, attributes), token);
  const values: Record<string, unknown> = { project_id: body['project_id'] };
  for (const [name, attribute] of Object.entries(attributes)) {
    if (name === 'tenant_id' || name === 'project_id') continue;
    const value = newValue(name, attribute, body[name]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function newValue(name: string, attribute: Attribute, value: unknown): unknown {
  if (value === undefined) {
    if (attribute.required === true)
      throw badRequest(`Failed to parse request. Required attribute '${name}' not specified`);
    return attribute.fallback;
  }
  if (!attribute.post) throw badRequest(`Attribute '${name}' not allowed in POST`);
  return attribute.read(value, name);
}

/** A PUT's body: only what it says. @throws Refusal 400 */
export function readChange(given: unknown, attributes: Attributes): Body {
  const body = known(given, attributes);
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const attribute = attributes[name];
    if (attribute?.put !== true) throw badRequest(`Cannot update read-only attribute ${name}`);
    values[name] = attribute.read(value, name);
  }
  return values;
}

function known(given: unknown, attributes: Attributes): Body {
  if (!isRecord(given)) throw badRequest('Body contains invalid data');
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(attributes, name));
  if (unknown.length > 0) throw badRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
  return given;
}

function withProject(body: Body, token: Token): Body {
  const { tenant_id: tenant, project_id: project } = body;
  if (tenant !== undefined && project !== undefined && tenant !== project)
    throw badRequest("'project_id' and 'tenant_id' do not match");
  const asked = project ?? tenant;
  if (asked !== undefined && asked !== token.projectId && !token.isAdmin) {
    throw badRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges",
    );
  }
  if (asked !== undefined && typeof asked !== 'string')
    throw invalid('project_id', `'${str(asked)}' is not a valid string.`);
  return { ...body, project_id: asked ?? token.projectId ?? '' };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
