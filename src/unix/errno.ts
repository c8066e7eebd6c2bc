/** −errno numbers that this folder compares results with or makes errors from. */
import { constants } from 'node:os';

const { errno } = constants;

export const EADDRINUSE = -errno.EADDRINUSE;
export const EAGAIN = -errno.EAGAIN;
export const EBADF = -errno.EBADF;
export const ECANCELED = -errno.ECANCELED;
export const ECONNREFUSED = -errno.ECONNREFUSED;
export const ECONNRESET = -errno.ECONNRESET;
export const EINVAL = -errno.EINVAL;
export const EMFILE = -errno.EMFILE;
export const EMSGSIZE = -errno.EMSGSIZE;
export const ENAMETOOLONG = -errno.ENAMETOOLONG;
export const ENFILE = -errno.ENFILE;
export const ENOBUFS = -errno.ENOBUFS;
export const ENODATA = -errno.ENODATA;
export const ENOENT = -errno.ENOENT;
export const ENOMEM = -errno.ENOMEM;
export const ENOPROTOOPT = -errno.ENOPROTOOPT;
export const ENOTCONN = -errno.ENOTCONN;
export const EOPNOTSUPP = -errno.EOPNOTSUPP;
export const EPERM = -errno.EPERM;
export const EPIPE = -errno.EPIPE;
export const EPROTO = -errno.EPROTO;
export const EPROTOTYPE = -errno.EPROTOTYPE;
export const ERANGE = -errno.ERANGE;
export const ESRCH = -errno.ESRCH;
export const ETIMEDOUT = -errno.ETIMEDOUT;
/** ETOOMANYREFS (asm-generic/errno.h), which Node.js has no name for. */
export const ETOOMANYREFS = -109;
