import { section } from '../section.js';
import * as connection from './connection.js';
import * as receiving from './receiving.js';
import * as records from './records.js';
import * as routing from './routing.js';
import * as truncation from './truncation.js';
import * as urgent from './urgent.js';

export const msg = section({
  name: 'MSG',
  title: 'flags of send and receive',
  files: [connection, receiving, records, routing, truncation, urgent],
  listed: [],
});
