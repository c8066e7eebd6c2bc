import { be16, be64, enumOf, names, u8, u32, u64, wideEnumOf, wideNames } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** linux/if_macsec.h; `default` is what the kernel says for GCM-AES-128. */
const ciphers = wideNames(
  'MACSEC_CIPHER_ID',
  {
    default: 0x0080_0200_0100_0001n,
    gcmAes128: 0x0080_c200_0100_0001n,
    gcmAes256: 0x0080_c200_0100_0002n,
    gcmAesXpn128: 0x0080_c200_0100_0003n,
    gcmAesXpn256: 0x0080_c200_0100_0004n,
  },
  {
    default: 'MACSEC_DEFAULT_CIPHER_ID',
    gcmAes128: 'MACSEC_CIPHER_ID_GCM_AES_128',
    gcmAes256: 'MACSEC_CIPHER_ID_GCM_AES_256',
    gcmAesXpn128: 'MACSEC_CIPHER_ID_GCM_AES_XPN_128',
    gcmAesXpn256: 'MACSEC_CIPHER_ID_GCM_AES_XPN_256',
  },
);
const validations = names('MACSEC_VALIDATE', { disabled: 0, check: 1, strict: 2 });
const offloads = names('MACSEC_OFFLOAD', { off: 0, phy: 1, mac: 2 });

/** IEEE 802.1AE: IFLA_MACSEC_… (linux/if_link.h). */
export const macsec = attributes('IFLA_MACSEC', {
  /** The secure channel: a link address and a port. */
  sci: [1, be64],
  port: [2, be16],
  icvLen: [3, u8],
  cipherSuite: [4, wideEnumOf(u64, ciphers)],
  window: [5, u32],
  encodingSa: [6, u8],
  encrypt: [7, u8],
  protect: [8, u8],
  incSci: [9, u8],
  es: [10, u8],
  scb: [11, u8],
  replayProtect: [12, u8],
  validation: [13, enumOf(u8, validations)],
  offload: [15, enumOf(u8, offloads)],
});
