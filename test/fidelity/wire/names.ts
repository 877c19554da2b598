import type { Login } from './http.ts';

/** Value → placeholder, the longest value first: none may hide in another. Short ones name nothing. */
export function namesOf(
  login: Login,
  values: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const origins = Object.entries(login.endpoints).map(
    ([service, url]) => [new URL(url).origin, `<${service}>`] as const,
  );
  const named = Object.entries(values)
    .filter(([, value]) => value.length >= 6)
    .map(([name, value]) => [value, `<${name}>`] as const);
  return new Map([...origins, ...named].toSorted(([one], [two]) => two.length - one.length));
}
