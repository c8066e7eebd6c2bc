import { section } from '../section.js';
import * as creation from './creation.js';
import * as datagrams from './datagrams.js';
import * as passing from './passing.js';
import * as paths from './paths.js';
import * as streams from './streams.js';

export const unix = section({
  name: 'UNIX',
  title: 'AF_UNIX sockets',
  files: [creation, datagrams, passing, paths, streams],
  listed: [
    {
      id: 'UNIX-22',
      claim: 'rsyslogd, udev, hald and crond use AF_UNIX sockets.',
      reason: 'about programs that a machine may or may not run; unixctl ls shows those that are there',
    },
    {
      id: 'UNIX-24',
      claim: 'Could AF_UNIX be extended to virtual machines that share a file system?',
      reason: 'a question to the audience; AF_VSOCK has answered it',
    },
  ],
});
