import type { macsec } from '../../../../netlink/route/link-kinds/macsec.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Macsec = DataOf<typeof macsec>;
const { number, onOff, shown } = fieldsOf<Macsec>();

const ciphers: Readonly<Record<Extract<Macsec['cipherSuite'], string>, string>> = {
  default: 'GCM-AES-128',
  gcmAes128: 'GCM-AES-128',
  gcmAes256: 'GCM-AES-256',
  gcmAesXpn128: 'GCM-AES-XPN-128',
  gcmAesXpn256: 'GCM-AES-XPN-256',
};

export const macsecFields: KindFields<Macsec> = [
  shown('sci', 'sci', sci => sci.toString(16).padStart(16, '0')),
  onOff('protect', 'protect'),
  shown(
    'cipherSuite',
    'cipher',
    suite => (typeof suite === 'string' ? ciphers[suite] : '(unknown)'),
    'cipher_suite',
  ),
  number('icvLen', 'icvlen', 'icv_len'),
  number('encodingSa', 'encodingsa', 'encoding_sa'),
  shown(
    'validation',
    'validate',
    validation => (typeof validation === 'string' ? validation : '(unknown)'),
    'validation',
  ),
  shown('offload', 'offload', offload => (typeof offload === 'string' ? offload : '(unknown)')),
  onOff('encrypt', 'encrypt'),
  onOff('incSci', 'send_sci', 'inc_sci'),
  onOff('es', 'end_station', 'es'),
  onOff('scb', 'scb'),
  onOff('replayProtect', 'replay', 'replay_protect'),
  shown('window', 'window', window => window | 0),
];
