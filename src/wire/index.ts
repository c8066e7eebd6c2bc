export { type ArrayOf, arrayOf, fixedArrayOf } from './array.js';
export { type BitFieldWidths, bitFields } from './bit-fields.js';
export {
  type BitField,
  type BitMembers,
  type Bits,
  bitEnum,
  bitFlags,
  bits,
  type DecodedBits,
  type EncodableBits,
  isBits,
} from './bits.js';
export { byteText, byteTextNul, fixedByteText } from './byte-text.js';
export { bytes, fixedBytes, fromHex, toHex } from './bytes.js';
export { readCapture } from './capture-stream.js';
export { crc32c, foldedSum, internetChecksum, wordSum } from './checksum.js';
export { littleEndian } from './endianness.js';
export {
  constantName,
  constantOf,
  type Enumeration,
  enumOf,
  type Names,
  names,
  unknownName,
} from './enumeration.js';
export { shown, WireError } from './error.js';
export { type ExplainedRow, explainedText, explainParts } from './explain.js';
export { type FlagList, type Flags, flags } from './flags.js';
export { generate } from './generate.js';
export { parseHexText } from './hex-text.js';
export {
  be16,
  be32,
  be64,
  type Integer,
  i8,
  i16,
  i32,
  i64,
  u8,
  u16,
  u32,
  u64,
  uint,
  type Wide,
  type WideInteger,
} from './integer.js';
export { ip, parseIp } from './ip.js';
export { ipv4, ipv4Text, parseIpv4, readIpv4 } from './ipv4.js';
export { ipv6, ipv6Text, parseIpv6 } from './ipv6.js';
export { toJson } from './json.js';
export { labelStack } from './label-stack.js';
export { fixedLinkAddress, linkAddress, paddedLinkAddress } from './link-address.js';
export { nearest } from './nearest.js';
export {
  isPcap,
  type PcapFile,
  type PcapOptions,
  type PcapRecord,
  pcapHeader,
  pcapRecord,
  readPcap,
} from './pcap.js';
export { isPcapng, type PcapngInterface, pcapngHeader, pcapngRecord, readPcapng } from './pcapng.js';
export { presence, presenceOr } from './presence.js';
export { Sink } from './sink.js';
export {
  anyPlace,
  type DecodedStruct,
  type EncodableStruct,
  type Padding,
  padding,
  type Struct,
  type StructFields,
  struct,
  unknownField,
} from './struct.js';
export { tailed } from './tailed.js';
export { fixedText, text } from './text.js';
export {
  type AnyType,
  type Code,
  type Decoded,
  type Encodable,
  expectObject,
  expectSize,
  type Part,
  type Place,
  type Type,
} from './type.js';
export {
  type Item,
  type ItemForm,
  type ItemInput,
  type ItemList,
  type ItemTypes,
  itemList,
} from './type-length-value.js';
export { type WideNames, wideEnumOf, wideNames } from './wide-enumeration.js';
export { Window } from './window.js';
