// The same with npm's net-ping: peer-net-ping.js ADDRESSES ROUNDS.
import ping from 'net-ping';

const [count, rounds] = process.argv.slice(2).map(Number);
const addresses = Array.from({ length: count }, (_, i) => `127.16.${((i + 1) >> 8) & 255}.${(i + 1) & 255}`);
for (let round = 0; round < rounds; round++) {
  const session = ping.createSession({ packetSize: 64, retries: 1, timeout: 500 });
  const start = performance.now();
  let alive = 0;
  await new Promise(resolve => {
    let left = count;
    for (const address of addresses) {
      session.pingHost(address, error => {
        if (error === null || error === undefined) alive++;
        if (--left === 0) resolve();
      });
    }
  });
  console.log(((performance.now() - start) / 1000).toFixed(6), alive);
  session.close();
}
process.exit();
