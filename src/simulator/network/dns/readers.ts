import { str } from '../../python.ts';
import { invalid, invalidInput } from '../refuse.ts';
import type { Reader } from '../rest/readers.ts';

const LONGEST = 255;

/** `example.org.`: with the dot at its end; small letters. */
export const dnsDomain: Reader = (value, name) => {
  const domain = text(value, name);
  if (domain === '') return domain;
  if (!domain.endsWith('.')) throw invalid(name, `'${domain}' is not a FQDN.`);
  checkLabels(domain, name);
  return domain.toLowerCase();
};

/** A name within the domain that the cloud has (`dns_domain` in neutron.conf), or below it. */
export function dnsName(domain: string): Reader {
  return (value, name) => {
    if (typeof value !== 'string') throw noText(value);
    if (value === '') return value;
    checkLabels(value, name);
    if (isKept(domain) && value.endsWith('.')) checkWithin(value, domain, name);
    return value.toLowerCase();
  };
}

/** Of a floating address: never with a domain. */
export const relativeName: Reader = (value, name) => {
  const relative = text(value, name);
  if (relative === '') return relative;
  if (relative.endsWith('.'))
    throw invalid(name, `'${relative}' is a FQDN. It should be a relative domain name.`);
  checkLabels(relative, name);
  return relative.toLowerCase();
};

/** With the domain that nobody has chosen, Neutron takes DNS names and domains of ports, and forgets them. */
export function isKept(domain: string): boolean {
  return domain !== '' && domain.replace(/\.$/, '') !== 'openstacklocal';
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw invalid(name, `'${str(value)}' is not a valid string.`);
}

function noText(value: unknown): Error {
  return invalidInput(`Input value ${str(value)} must be string type`);
}

function checkLabels(given: string, name: string): void {
  const wrong = wrongIn(given.replace(/\.$/, ''));
  if (wrong !== undefined)
    throw invalid(name, `'${given}' not a valid PQDN or FQDN. Reason: ${wrong}.`);
}

function wrongIn(trimmed: string): string | undefined {
  if (trimmed.length > LONGEST) return `'${trimmed}' exceeds the ${LONGEST} character FQDN limit`;
  const labels = trimmed.split('.');
  for (const label of labels) {
    if (label === '') return 'Encountered an empty component';
    if (/^-|-$/.test(label)) return `Name '${label}' must not start or end with a hyphen`;
    if (!/^[a-z0-9-]{1,63}$/i.test(label))
      return `Name '${label}' must be 1-63 characters long, each of which can only be alphanumeric or a hyphen`;
  }
  const top = labels.at(-1) ?? '';
  return labels.length > 1 && /^\d+$/.test(top)
    ? `TLD '${top}' must not be all numeric`
    : undefined;
}

function checkWithin(given: string, domain: string, name: string): void {
  const higher = `.${domain.replace(/\.$/, '')}.`;
  if (given.length > higher.length && given.endsWith(higher)) return;
  const reason = `The dns_name passed is a FQDN. Its higher level labels must be equal to the dns_domain option in neutron.conf, that has been set to '${domain}'. It must also include one or more valid DNS labels to the left of '${domain}'`;
  throw invalid(name, `${reason}.`);
}
