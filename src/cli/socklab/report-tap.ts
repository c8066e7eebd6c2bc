import type { Report, Reported } from './run.js';

let number = 0;

/** The Test Anything Protocol, version 14 (testanything.org). */
export const tapReport: Report = {
  begin: count => `TAP version 14\n1..${count}\n`,
  result(result) {
    const { id, change, verdict, because, experiment } = result;
    number++;
    const name = change === undefined ? `${id} ${experiment.claim}` : `${id} ${change}`;
    const skip = verdict === 'cannot run here' ? ` # SKIP ${because}` : '';
    const line = `${failed(result) ? 'not ok' : 'ok'} ${number} - ${name.replaceAll('#', '\\#')}${skip}\n`;
    return failed(result)
      ? `${line}  ---\n  verdict: ${verdict}\n  expected: ${JSON.stringify(result.expected)}\n  observed: ${JSON.stringify(result.observed)}\n  ...\n`
      : line;
  },
};

/** Whether a result is one that must not be. */
export function failed({ verdict, turned }: Reported): boolean {
  return turned === undefined ? verdict === 'surprise' : !turned;
}
