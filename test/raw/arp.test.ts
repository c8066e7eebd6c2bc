import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('arp', [
  [
    'arp request',
    '000108000604000102000000000a0a0901020000000000000a090101',
    {
      layer: 'arp',
      hardwareType: 'ether',
      protocolType: 'ipv4',
      hardwareSize: 6,
      protocolSize: 4,
      operation: 'request',
      senderHardware: '02:00:00:00:00:0a',
      senderProtocol: '10.9.1.2',
      targetHardware: '00:00:00:00:00:00',
      targetProtocol: '10.9.1.1',
    },
  ],
  [
    'arp reply',
    '000108000604000202000000000a0a09010202000000000b0a090101',
    {
      layer: 'arp',
      hardwareType: 'ether',
      protocolType: 'ipv4',
      hardwareSize: 6,
      protocolSize: 4,
      operation: 'reply',
      senderHardware: '02:00:00:00:00:0a',
      senderProtocol: '10.9.1.2',
      targetHardware: '02:00:00:00:00:0b',
      targetProtocol: '10.9.1.1',
    },
  ],
  [
    'arp rrequest',
    '000108000604000302000000000a0000000002000000000a00000000',
    {
      layer: 'arp',
      hardwareType: 'ether',
      protocolType: 'ipv4',
      hardwareSize: 6,
      protocolSize: 4,
      operation: 'rrequest',
      senderHardware: '02:00:00:00:00:0a',
      senderProtocol: '0.0.0.0',
      targetHardware: '02:00:00:00:00:0a',
      targetProtocol: '0.0.0.0',
    },
  ],
]);
