import { failed } from './report-tap.js';
import type { Report, Reported } from './run.js';

/** JUnit's XML, as continuous integration reads it; all at the end. */
export const junitReport: Report = {
  result: () => '',
  end(results) {
    const failures = results.filter(failed).length;
    const skipped = results.filter(({ verdict }) => verdict === 'cannot run here').length;
    const head = `<testsuite name="socklab" tests="${results.length}" failures="${failures}" skipped="${skipped}">`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${results.map(testCase).join('')}</testsuite>\n`;
  },
};

function testCase(result: Reported): string {
  const { id, change, verdict, because, expected, observed, ms, experiment } = result;
  const name = attribute(change === undefined ? `${id} ${experiment.claim}` : `${id} ${change}`);
  const open = `  <testcase classname="${attribute(id.split('-')[0]!)}" name="${name}" time="${ms / 1000}"`;
  if (failed(result)) {
    const text = `expected ${JSON.stringify(expected)}, observed ${JSON.stringify(observed)}`;
    return `${open}><failure message="${attribute(verdict)}">${attribute(text)}</failure></testcase>\n`;
  }
  if (verdict === 'cannot run here')
    return `${open}><skipped message="${attribute(because ?? '')}"/></testcase>\n`;
  return `${open}/>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function attribute(text: string): string {
  return text.replaceAll(/[&<>"]/g, character => entities[character]!);
}
