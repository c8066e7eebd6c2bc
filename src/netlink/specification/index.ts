/**
 * Netlink families by the kernel's own specifications, at run time: YAML in, schemas out.
 *
 * @module
 */
export { loadSpecification, type Specification } from './load.js';
