import { headerFields } from '../../raw/header-fields.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { table } from '../table.js';
import { loopbackUp } from './loopback.js';

interface FieldsSettings {
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

/** Prints the table of what became of each field. */
export async function fields({ json, namespace: given }: FieldsSettings): Promise<void> {
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  if (inSandbox) await loopbackUp();
  const rows = await headerFields(namespace);
  const output = new Output();
  if (json) for (const row of rows) output.write(`${JSON.stringify(row)}\n`);
  else {
    const columns = ['', 'field', 'given', 'on the wire', 'the kernel'].map(title => ({ title }));
    const cells = rows.map(({ family, field, given, wire, fate }) => [
      family === 'inet' ? 'IPv4' : 'IPv6',
      field,
      given,
      fate === 'refused' ? '' : wire,
      fate === 'refused' ? `refused: ${wire}` : fate,
    ]);
    for (const line of table(columns, cells)) output.write(`${line}\n`);
  }
  output.flush();
}
