/** Python for experiments about calls that wait: what is done to a process once it waits. */

/**
 * Lines that define `when_asleep(what)`: a child that does each of `what` when the process, which must have one thread,
 * sleeps in a call; it ends with the process. Waiting for a time instead would fail on a busy machine.
 */
export const whenAsleep: readonly string[] = [
  'import os, time',
  'def asleep(pid):',
  '    try: return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] == "S"',
  '    except OSError: os._exit(0)',
  'def when_asleep(*what):',
  '    if os.fork() != 0: return',
  '    pid = os.getppid()',
  '    for act in what:',
  '        while not (asleep(pid) and asleep(pid)):',
  '            if os.getppid() != pid: os._exit(0)',
  '            time.sleep(0.001)',
  '        act(pid)',
  '    os._exit(0)',
];
