import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants as c } from '../../socket/index.js';
import { UnixAddress } from '../../unix/address.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { alone, topology } from '../topology.js';
import { abstract, client, pathOf, procRows, server } from './sockets.js';

/** `ls -lF` of a file: its mode, and the character behind its name. */
function listing(path: string): { mode: string; mark: string } {
  const line = execFileSync('ls', ['-lF', path], { encoding: 'utf8' }).trim();
  return { mode: line.slice(0, 10), mark: line.slice(-1) };
}

export const unix03 = experiment({
  id: 'UNIX-03',
  claim: "bind() to a path makes a file: ls -al shows its type as 's', and ls -F ends its name with '='.",
  texts: ['S3'],
  topology: alone,
  parameters: { umask: 0o022 },
  run({ h1 }, { umask }, lab) {
    const bound = (name: string, mask: number) => {
      const previous = process.umask(mask);
      try {
        server(h1, c.SOCK_STREAM, pathOf(lab.folder, name));
      } finally {
        process.umask(previous);
      }
      return listing(join(lab.folder, name));
    };
    const { mode, mark } = bound('test_unix', umask);
    return { mode, mark, withUmask077: bound('private', 0o077).mode };
  },
  predict: {
    question: 'The umask is 022. Which mode does the file get?',
    choices: ['srwxrwxrwx', 'srwxr-xr-x', 'srw-r--r--'],
    answer: ({ mode }) => mode,
  },
  expect: { mode: 'srwxr-xr-x', mark: '=' },
  details: { withUmask077: 'srwx------' },
  mutants: [{ change: 'with umask 0', parameters: { umask: 0 } }],
  explain:
    'unix_bind() makes the file with mode 0777 less the umask. To connect, a process needs write permission on it; to ' +
    'have it right from the start, change the mode of the socket with fchmod(2) before bind(2).',
  seeAlso: ['UNIX-04', 'UNIX-05'],
});

export const unix05 = experiment({
  id: 'UNIX-05',
  claim: 'The file outlives its socket: nobody can bind to it again, and nobody can connect to it.',
  texts: ['S3'],
  topology: alone,
  parameters: { remove: false },
  run({ h1 }, { remove }, lab) {
    const path = join(lab.folder, 'server');
    const address = pathOf(lab.folder, 'server');
    const first = server(h1, c.SOCK_STREAM, address);
    const boundTwice = outcome(() => first.bind(pathOf(lab.folder, 'other')));
    first.close();
    const outlives = existsSync(path);
    if (remove) unlinkSync(path);
    writeFileSync(join(lab.folder, 'file'), '');
    const connect = (name: string) => outcome(() => client(h1, c.SOCK_STREAM, pathOf(lab.folder, name)));
    return {
      outlives,
      connectToIt: connect('server'),
      bindToIt: outcome(() => server(h1, c.SOCK_STREAM, address)),
      boundTwice,
      connectToNothing: connect('missing'),
      connectToAFile: connect('file'),
      bindToAFile: outcome(() => server(h1, c.SOCK_STREAM, pathOf(lab.folder, 'file'))),
    };
  },
  predict: {
    question: 'The server has ended, its file is still there. What does connect() fail with?',
    choices: ['ENOENT', 'ECONNREFUSED', 'EADDRINUSE'],
    answer: ({ connectToIt }) => connectToIt,
  },
  expect: { outlives: true, bindToIt: 'EADDRINUSE', connectToIt: 'ECONNREFUSED' },
  details: {
    boundTwice: 'EINVAL',
    connectToNothing: 'ENOENT',
    connectToAFile: 'ECONNREFUSED',
    bindToAFile: 'EADDRINUSE',
  },
  mutants: [{ change: 'with the file removed', parameters: { remove: true } }],
  explain:
    'The file is an inode that names the socket while it lives. bind() makes it as mknod() would, and so finds the name ' +
    'taken (EADDRINUSE); connect() finds no socket behind it (ECONNREFUSED). Servers remove the file before they bind.',
  seeAlso: ['UNIX-03', 'UNIX-11'],
});

export const unix09 = experiment({
  id: 'UNIX-09',
  claim: 'The path should be absolute.',
  texts: ['S3'],
  topology: alone,
  parameters: { path: 'relative.sock' },
  async run({ h1 }, { path }, lab) {
    const { folder } = lab;
    const here = process.cwd();
    process.chdir(folder);
    try {
      const address = UnixAddress.path(path.replace('FOLDER', folder)).encode();
      server(h1, c.SOCK_STREAM, address);
      const fromTheSameFolder = outcome(() => client(h1, c.SOCK_STREAM, address));
      process.chdir('/');
      return {
        fromTheSameFolder,
        fromAnotherFolder: outcome(() => client(h1, c.SOCK_STREAM, address)),
        shown: procRows(h1).some(row => row.path === 'relative.sock') ? 'as it was given' : 'otherwise',
      };
    } finally {
      process.chdir(here);
    }
  },
  predict: {
    question: 'A server binds to "relative.sock". What does a client in another folder get for that path?',
    choices: ['a connection', 'ENOENT', 'ECONNREFUSED'],
    answer: ({ fromAnotherFolder }) => (fromAnotherFolder === 'ok' ? 'a connection' : fromAnotherFolder),
  },
  expect: { fromTheSameFolder: 'ok', fromAnotherFolder: 'ENOENT' },
  details: { shown: 'as it was given' },
  mutants: [{ change: 'with an absolute path', parameters: { path: 'FOLDER/relative.sock' } }],
  explain:
    'A relative path is looked up from the working folder of whoever uses it, at that moment. What was bound is kept as ' +
    'it was given, and /proc/net/unix shows it so, of no use to a reader elsewhere.',
  seeAlso: ['UNIX-10'],
});

export const unix10 = experiment({
  id: 'UNIX-10',
  claim: 'sun_path has room for 108 bytes (UNIX_PATH_MAX).',
  texts: ['S3'],
  topology: alone,
  parameters: { longest: 108 },
  run({ h1 }, { longest }, lab) {
    const bind = (length: number) => {
      const path = `${lab.folder}/`.padEnd(length, 'x');
      const bytes = new Uint8Array(2 + length);
      bytes[0] = c.AF_UNIX;
      bytes.set(new TextEncoder().encode(path), 2);
      const bound = outcome(() => h1.socket(c.AF_UNIX, c.SOCK_STREAM).bind(bytes));
      return bound === 'ok' && lstatSync(path).isSocket() ? 'ok' : bound;
    };
    return { longest: bind(longest), longer: bind(longest + 1) };
  },
  predict: {
    question: 'A path of 108 bytes leaves no room for a NUL. Does bind() take it?',
    choices: ['yes', 'no'],
    answer: ({ longest }) => (longest === 'ok' ? 'yes' : 'no'),
  },
  expect: { longest: 'ok', longer: 'EINVAL' },
  mutants: [{ change: 'counting from 107', parameters: { longest: 107 } }],
  explain:
    'The length of the address says how long the path is: the kernel copies at most sizeof(struct sockaddr_un) and puts ' +
    'a NUL behind it in a buffer that is larger. Longer paths go through /proc/self/fd/N/name.',
  seeAlso: ['UNIX-09'],
});

export const unix11 = experiment({
  id: 'UNIX-11',
  claim: "A name that begins with a NUL is abstract: there is no file, and it is shown with '@'.",
  texts: ['S3'],
  topology: topology({ h1: {}, h2: {} }),
  parameters: { path: false },
  run({ h1, h2 }, { path }, lab) {
    const address = path ? pathOf(lab.folder, 'lab') : abstract('afkit lab');
    const first = server(h1, c.SOCK_STREAM, address);
    const shown = procRows(h1).some(row => row.path === '@afkit');
    const fromAnotherNamespace = outcome(() => client(h2, c.SOCK_STREAM, address));
    const asDatagram = outcome(() => server(h1, c.SOCK_DGRAM, address));
    first.close();
    return {
      shown,
      boundAgainAfterClose: outcome(() => server(h1, c.SOCK_STREAM, address)),
      fromAnotherNamespace,
      sameNameForDatagrams: asDatagram,
      pathFromAnotherNamespace: outcome(() => {
        const file = pathOf(lab.folder, 'file');
        server(h1, c.SOCK_STREAM, file);
        client(h2, c.SOCK_STREAM, file);
      }),
    };
  },
  predict: {
    question: 'Does a client in another network namespace reach an abstract name?',
    choices: ['yes', 'no: ECONNREFUSED', 'no: ENOENT'],
    answer: ({ fromAnotherNamespace }) =>
      fromAnotherNamespace === 'ok' ? 'yes' : `no: ${fromAnotherNamespace}`,
  },
  expect: { shown: true, boundAgainAfterClose: 'ok' },
  details: {
    fromAnotherNamespace: 'ECONNREFUSED',
    sameNameForDatagrams: 'ok',
    pathFromAnotherNamespace: 'ok',
  },
  mutants: [{ change: 'with a path', parameters: { path: true } }],
  explain:
    'Abstract names are hashed with the type and the network namespace. They end with the socket and know no ' +
    'permissions. Paths belong to the file system: whoever reaches the file reaches the socket.',
  seeAlso: ['UNIX-05', 'UNIX-20'],
});

export const unix04 = experiment({
  id: 'UNIX-04',
  claim: 'The socket of syslogd can be written by all: srw-rw-rw-.',
  texts: ['S3'],
  topology: alone,
  needs: [program('setpriv', 'util-linux'), program('python3', 'python3')],
  parameters: { mode: 0o666 },
  async run({ h1 }, { mode }, lab) {
    // Without capabilities, for the superuser's make permissions void.
    const script = [
      'import errno, socket, sys',
      'print(errno.errorcode.get(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).connect_ex(sys.argv[1]), "ok"))',
    ].join('\n');
    const socketOf = async (name: string, permissions: number) => {
      const path = join(lab.folder, name);
      server(h1, c.SOCK_DGRAM, pathOf(lab.folder, name));
      chmodSync(path, permissions);
      const words = ['--bounding-set=-all', '--inh-caps=-all', 'python3', '-c', script, path];
      return { mode: listing(path).mode, connects: (await h1.output('setpriv', words)).trim() };
    };
    return {
      ...(await socketOf('log', mode)),
      writeOnly: (await socketOf('write', 0o222)).connects,
      readOnly: (await socketOf('read', 0o555)).connects,
    };
  },
  predict: {
    question: 'Which permission on the file does a client need?',
    choices: ['to read', 'to write', 'both'],
    answer: ({ writeOnly, readOnly }) =>
      writeOnly === 'ok' ? 'to write' : readOnly === 'ok' ? 'to read' : 'both',
  },
  expect: { mode: 'srw-rw-rw-', connects: 'ok' },
  details: { writeOnly: 'ok', readOnly: 'EACCES' },
  mutants: [{ change: 'with mode 0444', parameters: { mode: 0o444 } }],
  explain:
    'unix_find_bsd() asks for MAY_WRITE on the inode. syslogd makes its file with mode 0666, so that every process may ' +
    'log. The lab makes such a file: a machine need not have a syslogd.',
  seeAlso: ['UNIX-03'],
});
