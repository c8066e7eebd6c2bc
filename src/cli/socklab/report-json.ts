import type { Report } from './run.js';

/** A JSON object a line. */
export const jsonReport: Report = {
  result({ id, change, turned, verdict, expected, observed, because, kernel, ms }) {
    return `${JSON.stringify({ id, ...(change === undefined ? {} : { change, turned }), verdict, expected, observed, because, kernel, ms })}\n`;
  },
};
