import { section } from '../section.js';
import { unix01, unix08, unix14, unix18, unix21 } from './creation.js';
import { unix06, unix17, unix20, unix23 } from './datagrams.js';
import { unix07, unix12, unix13 } from './passing.js';
import { unix03, unix04, unix05, unix09, unix10, unix11 } from './paths.js';
import { unix02, unix15, unix16, unix19 } from './streams.js';

export const unix = section({
  name: 'UNIX',
  title: 'AF_UNIX sockets',
  experiments: [
    unix01,
    unix02,
    unix03,
    unix04,
    unix05,
    unix06,
    unix07,
    unix08,
    unix09,
    unix10,
    unix11,
    unix12,
    unix13,
    unix14,
    unix15,
    unix16,
    unix17,
    unix18,
    unix19,
    unix20,
    unix21,
    unix23,
  ],
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
