import { section } from '../section.js';
import * as client from './client.js';

export const tcpc = section({
  name: 'TCPC',
  title: 'a TCP client, and the calls for input and output',
  files: [client],
  listed: [],
});
