// Traffic between two ends of a stream, whoever made them: what net, usocket and afkit are measured with.

/** Writes `count` chunks of `size` bytes from one end to the other, as fast as the stream takes them. */
export function throughput(from, to, size, count) {
  const chunk = Buffer.alloc(size, 'x');
  let left = count;
  let received = 0;
  const write = () => {
    while (left > 0) {
      left--;
      if (!from.write(chunk)) {
        from.once('drain', write);
        return;
      }
    }
  };
  return new Promise(done => {
    to.on('data', data => {
      received += data.length;
      if (received === size * count) done();
    });
    write();
  });
}

/** Sends `size` bytes there and back, `count` times. */
export function roundTrips(from, to, size, count) {
  const chunk = Buffer.alloc(size, 'x');
  let left = count;
  return new Promise(done => {
    to.on('data', data => to.write(data));
    from.on('data', () => {
      if (--left === 0) done();
      else from.write(chunk);
    });
    from.write(chunk);
  });
}

/** Prints the seconds of wall clock and of CPU that something took, and ends the process: streams may be open still. */
export async function timed(work) {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  await work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${seconds} ${(user + system) / 1e6}\n`, () => process.exit());
}
