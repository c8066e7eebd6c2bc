// One section of the bench, in the namespace that namespace.js made for it: section.js NAME SETTINGS
import { Rtnetlink } from '../dist/netlink/index.js';
import { removeInterfaces } from './tables.js';

const [name, settings] = process.argv.slice(2);
process.on('disconnect', () => process.exit(1));
const { default: run } = await import(`./rows/${name}.js`);
const rt = Rtnetlink.open();
try {
  const result = await run({
    rt,
    ...JSON.parse(settings),
    progress: text => process.stderr.write(`${name}: ${text}\n`),
  });
  await removeInterfaces(rt);
  process.send(result, () => process.exit());
} catch (error) {
  console.error(error);
  process.exit(1);
}
