import { collection } from '../keystone/collection.ts';
import { domainSchema } from './schema.ts';

/** Identity API «Domains»: https://docs.openstack.org/api-ref/identity/v3/#domains */
export const domains = collection('domain', domainSchema);
