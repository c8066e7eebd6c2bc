// Adds routes: write-routes.js pipelined|awaited INTERFACE COUNT
import { Rtnetlink } from '../../dist/netlink/index.js';
import { addRoutes, routesOf } from '../tables.js';

const [how, dev, count] = process.argv.slice(2);
const rt = Rtnetlink.open();
if (how === 'pipelined') await addRoutes(rt, Number(dev), Number(count));
else for (const route of routesOf(Number(dev), 0, Number(count))) await rt.routes.add(route);
rt.close();
