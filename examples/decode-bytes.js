// A message from anywhere (a capture, strace, a file), without a socket: its fields, and what every byte is for.
import { explain, neigh } from 'afkit/netlink/route';
import { explainedText, fromHex, Window } from 'afkit/wire';

const message = fromHex(
  '30000000 1c000000 00000000 00000000 02000000 03000000 80000001 08000100 0a0a0a0b 0a000200 02000000 00110000',
);
const { dst, lladdr, state } = neigh.decode(new Window(message), 16, message.length);
console.log(dst, 'is at', lladdr, state);
console.log(explainedText(explain(neigh, message)));
