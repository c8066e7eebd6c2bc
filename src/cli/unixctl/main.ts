import { type Program, runProgram } from '../program.js';
import { activate } from './commands/activate.js';
import { bench, benchPeer } from './commands/bench.js';
import { clean } from './commands/clean.js';
import { connect } from './commands/connect.js';
import { fdstore } from './commands/fdstore.js';
import { journal } from './commands/journal.js';
import { listen } from './commands/listen.js';
import { log } from './commands/log.js';
import { ls } from './commands/ls.js';
import { notify } from './commands/notify.js';
import { pair } from './commands/pair.js';
import { peercred } from './commands/peercred.js';
import { peers } from './commands/peers.js';
import { proxy } from './commands/proxy.js';
import { recv } from './commands/recv.js';
import { recvFd } from './commands/recv-fd.js';
import { send } from './commands/send.js';
import { sendFd } from './commands/send-fd.js';
import { tree } from './commands/tree.js';
import { why } from './commands/why.js';

const program: Program = {
  name: 'unixctl',
  usage:
    '$0 <command> [options]\n\nAF_UNIX sockets: streams, datagrams and sequenced packets, descriptors and credentials.',
  commands: [
    ls,
    tree,
    peers,
    why,
    clean,
    listen,
    connect,
    send,
    recv,
    sendFd,
    recvFd,
    pair,
    peercred,
    proxy,
    activate,
    fdstore,
    notify,
    journal,
    log,
    bench,
    benchPeer,
  ],
  advice: {
    EACCES: 'unixctl why ADDRESS says whose right is missing',
    EPERM: 'it takes root, or the rights of root that this is about',
  },
  examples: [
    ['$0 ls', 'all sockets, with their owners and peers'],
    ['$0 why /run/docker.sock', 'what is wrong with it'],
    ['$0 listen /tmp/s', 'and in another terminal: unixctl connect /tmp/s'],
  ],
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
