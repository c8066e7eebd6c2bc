export {
  encodeEntry,
  Journal,
  type JournalFields,
  type JournalOptions,
  journal,
  journalSocket,
  priorities,
} from './journal.js';
export { type ListenFd, type ListenFdsOptions, listenFds, listenFdsEnvironment } from './listen-fds.js';
export {
  encodeNotification,
  type Notification,
  type NotifyOptions,
  notify,
  notifyBarrier,
  removeStoredFds,
  storeFds,
  watchdogInterval,
} from './notify.js';
