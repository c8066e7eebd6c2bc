/** Messages of other netlink protocols, declared as far as the experiments speak them. */
import { attributes } from '../../netlink/attributes.js';
import { message } from '../../netlink/message.js';
import { be16, be32, bytes, struct, text, u8, u16, u32 } from '../../wire/index.js';

/** struct genlmsghdr (linux/genetlink.h), and the family that tells of families. */
export const genericControl = message({
  name: 'genericControl',
  types: { GENL_ID_CTRL_GET: 16 },
  header: struct({ cmd: u8, version: u8, reserved: u16 }),
  attributes: attributes('CTRL_ATTR', { familyId: [1, u16], familyName: [2, text] }),
});

const queueHeader = struct({ family: u8, version: u8, resource: be16 });

/** Configures a queue of packets: NFQA_CFG_… (linux/netfilter/nfnetlink_queue.h). */
export const queueConfiguration = message({
  name: 'queueConfiguration',
  types: { NFQNL_MSG_CONFIG_GET: (3 << 8) | 2 },
  header: queueHeader,
  attributes: attributes('NFQA_CFG', {
    cmd: [1, struct({ command: u8, _: u8, family: be16 })],
    params: [2, struct({ copyRange: be32, copyMode: u8 })],
  }),
});

/** A packet in a queue, and what becomes of it: NFQA_…. */
export const queuedPacket = message({
  name: 'queuedPacket',
  types: { NFQNL_MSG_PACKET_GET: 3 << 8, NFQNL_MSG_VERDICT_GET: (3 << 8) | 1 },
  header: queueHeader,
  attributes: attributes('NFQA', {
    packetHdr: [1, struct({ packetId: be32, hwProtocol: be16, hook: u8 })],
    verdictHdr: [2, struct({ verdict: be32, id: be32 })],
    payload: [10, bytes],
  }),
});

/** struct fib_result_nl (net/ip_fib.h): a question to the routing table, and its answer in the same bytes. */
export const fibLookup = struct({
  address: be32,
  mark: u32,
  tos: u8,
  scope: u8,
  tableIn: u8,
  tableOut: u8,
  prefixLength: u8,
  nexthopIndex: u8,
  type: u8,
  resultScope: u8,
  error: u32,
});
