// Which of some hosts answer, and how soon: over one socket a family, with or without root.
import { Pinger, resolveHost } from 'afkit/raw';

const hosts = await Promise.all(['127.0.0.1', '::1'].map(name => resolveHost(name)));
const pinger = Pinger.open(hosts, { count: 2, interval: 100 });
for await (const event of pinger) {
  if (event.event === 'reply') console.log(event.from, `${event.time.toFixed(3)} ms`);
  if (event.event === 'error') console.log(event.target.name, event.text);
}
for (const [index, { name }] of hosts.entries()) {
  const { transmitted, received } = pinger.statistics(index);
  console.log(`${name}: ${received} of ${transmitted} answered`);
}
