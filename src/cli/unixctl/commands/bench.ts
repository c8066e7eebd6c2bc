import { command } from '../../command.js';
import { commonOptions } from '../../options.js';
import { seconds } from '../../values.js';
import { addressOptions } from '../address-options.js';

const { stream, dgram, seqpacket } = addressOptions;
const types = ['stream', 'dgram', 'seqpacket'] as const;

export const bench = command({
  usage: 'bench',
  describe: 'measure latency, throughput and descriptors a second, between two processes',
  options: {
    stream: { ...stream, describe: 'streams only' },
    dgram: { ...dgram, describe: 'datagrams only' },
    seqpacket: { ...seqpacket, describe: 'sequenced packets only' },
    time: { type: 'number', requiresArg: true, describe: 'seconds of each measurement; 1 unless given' },
    json: commonOptions.json,
  },
  understand(argv) {
    const chosen = types.filter(type => argv[type]);
    return {
      types: chosen.length === 0 ? types : chosen,
      seconds: seconds('--time', argv.time) ?? 1,
      json: argv.json ?? false,
    };
  },
  run: async settings => (await import('../bench/bench.js')).bench(settings),
});

/** The other process of a measurement. */
export const benchPeer = command({
  usage: 'bench-peer <type> <role>',
  describe: false,
  positionals: {
    type: { choices: types, demandOption: true },
    role: { choices: ['echo', 'sink', 'descriptors'] as const, demandOption: true },
  },
  understand: ({ type, role }) => ({
    type: type as (typeof types)[number],
    role: role as 'echo' | 'sink' | 'descriptors',
  }),
  run: async settings => (await import('../bench/peer.js')).benchPeer(settings),
});
