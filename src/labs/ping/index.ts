import { section } from '../section.js';
import * as ipv6 from './ipv6.js';
import * as replies from './replies.js';
import * as request from './request.js';
import * as socket from './socket.js';
import * as timing from './timing.js';

export const ping = section({
  name: 'PING',
  title: 'ping',
  files: [ipv6, replies, request, socket, timing],
  listed: [
    {
      id: 'PING-11',
      claim:
        'The program prints "PING %s (%s): %d data bytes", and refuses IPv4-mapped addresses and unknown options.',
      reason: 'the text of a program; rawctl ping --classic prints it',
    },
  ],
});
