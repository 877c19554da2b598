import type { Call, Route } from '../http/call.ts';
import { at, denied, needAdmin } from './door.ts';
import type { Nova } from './state.ts';

const HOUR_MS = 3_600_000;

/** Compute API «Usage reports»: of what is there now, since it was made. */
export function usageRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/os-simple-tenant-usage', (call) => {
      needAdmin(call, 'os-simple-tenant-usage:list');
      const projects = [...nova.byProject].filter(([, servers]) => servers.size > 0);
      const body = { tenant_usages: projects.map(([project]) => usage(nova, call, project)) };
      return { status: 200, body };
    }),
    at('GET', '/os-simple-tenant-usage/:project', (call) => {
      const project = call.params['project'] ?? '';
      if (!call.token.isAdmin && call.token.projectId !== project) {
        throw denied('os-simple-tenant-usage:show');
      }
      const isEmpty = (nova.byProject.get(project)?.size ?? 0) === 0;
      return { status: 200, body: { tenant_usage: isEmpty ? {} : usage(nova, call, project) } };
    }),
  ];
}

function usage({ byProject, cloud }: Nova, { query }: Call, project: string): object {
  const stop = momentOf(query.get('end')) ?? cloud.clock.now();
  const start = momentOf(query.get('start')) ?? stop;
  const total = { hours: 0, gb: 0, vcpus: 0, mb: 0 };
  for (const { created, flavor } of byProject.get(project) ?? []) {
    const from = Math.max(created.getTime(), start.getTime());
    const hours = Math.max(0, stop.getTime() - from) / HOUR_MS;
    total.hours += hours;
    total.gb += hours * (flavor.disk + flavor.ephemeral);
    total.vcpus += hours * flavor.vcpus;
    total.mb += hours * flavor.ram;
  }
  return {
    tenant_id: project,
    total_local_gb_usage: total.gb,
    total_vcpus_usage: total.vcpus,
    total_memory_mb_usage: total.mb,
    total_hours: total.hours,
    start: micros(start),
    stop: micros(stop),
  };
}

function momentOf(text: string | null): Date | undefined {
  const moment = new Date(`${text ?? ''}${text?.endsWith('Z') === true ? '' : 'Z'}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function micros(moment: Date): string {
  return moment.toISOString().replace('Z', '000');
}
