export { copy } from './copy.ts';
export { migration } from './migration.ts';
export { project } from './project.ts';
export { server } from './server.ts';
