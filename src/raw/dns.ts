import dnsPacket from 'dns-packet';
import { be16, bitEnum, bits, names, struct, type Type, type Window, WireError } from '../wire/index.js';
import { protocol } from './protocol.js';
import { field } from './protocol-fields.js';

/** What a question asks for (IANA). */
const dnsOpcodes = names('DNS_OPCODE', { query: 0, iquery: 1, status: 2, notify: 4, update: 5 });
/** How an answer went (IANA). */
const dnsRcodes = names('DNS_RCODE', {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  yxDomain: 6,
  yxrrSet: 7,
  nxrrSet: 8,
  notAuth: 9,
  notZone: 10,
});

export interface DnsRecords {
  questions: dnsPacket.Question[];
  answers: dnsPacket.Answer[];
  authorities: dnsPacket.Answer[];
  additionals: dnsPacket.Answer[];
}

const headerSize = 12;

/** The records behind the header, which dns-packet knows. Names in them may point back into the header. */
const records: Type<DnsRecords, Partial<DnsRecords>> = {
  kind: 'struct',
  size: undefined,
  decode(window: Window, start: number, end: number): DnsRecords {
    const message = Buffer.from(window.copy(start - headerSize, end));
    try {
      const { questions = [], answers = [], authorities = [], additionals = [] } = dnsPacket.decode(message);
      return { questions, answers, authorities, additionals };
    } catch (error) {
      throw new WireError(`no DNS records: ${(error as Error).message}`, start);
    }
  },
  encode({ questions = [], answers = [], authorities = [], additionals = [] }, sink) {
    try {
      const message = dnsPacket.encode({ type: 'query', questions, answers, authorities, additionals });
      sink.write(message.subarray(headerSize));
    } catch (error) {
      throw new WireError(`no DNS records: ${(error as Error).message}`);
    }
  },
};

const counts = {
  questionCount: 'questions',
  answerCount: 'answers',
  authorityCount: 'authorities',
  additionalCount: 'additionals',
} as const;

/** A DNS message (RFC 1035 4.1). `records` are as the package dns-packet has them. */
export const dns = protocol({
  name: 'dns',
  header: struct({
    id: be16,
    control: bits(be16, {
      /** 1 in an answer. */
      qr: 1,
      opcode: bitEnum(4, dnsOpcodes),
      aa: 1,
      tc: 1,
      rd: 1,
      ra: 1,
      z: 1,
      ad: 1,
      cd: 1,
      rcode: bitEnum(4, dnsRcodes),
    }),
    questionCount: be16,
    answerCount: be16,
    authorityCount: be16,
    additionalCount: be16,
  }),
  body: { records: field(records) },
  defaults: { rd: 1, records: {} as DnsRecords },
  compute: Object.fromEntries(
    Object.entries(counts).map(([count, list]) => [
      count,
      (_: unknown, given: any) => given.records?.[list]?.length ?? 0,
    ]),
  ),
  line: (
    { id, qr, rd, rcode, opcode, records: list, answerCount, authorityCount, additionalCount },
    { length },
  ) => {
    const [question] = list?.questions ?? [];
    const asked = question === undefined ? '' : `${question.type}? ${question.name}. `;
    if (qr === 0) return `${id}${rd ? '+' : ''} ${opcode === 'query' ? '' : `${opcode} `}${asked}(${length})`;
    const first = (list?.answers ?? []).map(answerText).join(', ');
    const code =
      rcode === 'noError' ? '' : `${String(rcode).replace(/^./, (letter: string) => letter.toUpperCase())} `;
    return `${id} ${code}${answerCount}/${authorityCount}/${additionalCount} ${first}${first === '' ? '' : ' '}(${length})`;
  },
});

function answerText(answer: dnsPacket.Answer): string {
  const data: unknown = 'data' in answer ? answer.data : '';
  const text = Array.isArray(data)
    ? data.map(String).join(' ')
    : typeof data === 'object'
      ? JSON.stringify(data)
      : String(data);
  return `${answer.type} ${text}`;
}
