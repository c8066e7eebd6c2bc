// A message from anywhere (a capture, strace, a file), without a socket: its fields, and every byte explained.
import { neigh } from 'afkit/netlink/route';
import { fromHex, Window } from 'afkit/wire';

const message = fromHex(`3c000000 1c000000 00000000 00000000 02000000 03000000 80000001
  08000100 0a0a0a0b 0a000200 020000000011 0000 0800 0400 00000000`.replace(/\s/g, ''));
const { dst, lladdr, state } = neigh.decode(new Window(message), 16, message.length);
console.log(dst, 'is at', lladdr, state);
