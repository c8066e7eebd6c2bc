/**
 * A program that opens sockets as its arguments say (`domain,type,protocol` each) and prints what became of each: for
 * experiments about who may. It runs without a capability, as another user, or from a file with capabilities.
 */
import { outcome } from '../../labs/outcome.js';
import { Socket } from '../../socket/index.js';

const kinds = process.argv.slice(2).map(word => word.split(',').map(Number) as [number, number, number]);
const outcomes = kinds.map(([domain, type, protocol]) =>
  outcome(() => Socket.open({ domain, type, protocol })),
);
process.stdout.write(outcomes.join(' '));
