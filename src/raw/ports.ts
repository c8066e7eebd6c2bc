/** The ports that tell what UDP carries. Of a datagram's two, the destination's is asked first. */
export const portOfLayer: Readonly<Record<string, number>> = {
  dns: 53,
  dhcp: 67,
  tftp: 69,
  ntp: 123,
  vxlan: 4789,
};

const layers = new Map<number, string>([
  ...Object.entries(portOfLayer).map(([layer, port]): [number, string] => [port, layer]),
  [68, 'dhcp'],
  [5353, 'dns'],
  [8472, 'vxlan'],
]);

export function layerOfPorts(srcPort: number, dstPort: number): string | undefined {
  return layers.get(dstPort) ?? layers.get(srcPort);
}
