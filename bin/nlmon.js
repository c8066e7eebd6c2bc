#!/usr/bin/env node
import { main } from '../dist/bin/nlmon.js';

process.exitCode = await main(process.argv.slice(2));
