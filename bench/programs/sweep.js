// Asks addresses of 127/8 for an answer: sweep.js ADDRESSES ROUNDS. Prints the seconds of each round.
import { sweep } from '../../dist/raw/index.js';

const [count, rounds] = process.argv.slice(2).map(Number);
const addresses = Array.from({ length: count }, (_, i) => {
  const number = i + 1;
  return `127.${16 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
});
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const { alive } = await sweep(addresses);
  const seconds = (performance.now() - start) / 1000;
  if (alive !== count) throw new Error(`${alive} of ${count} answered`);
  console.log(seconds.toFixed(6));
}
