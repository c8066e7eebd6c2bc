/** Whether this machine stores the low byte first: netlink speaks the host's byte order. */
export const littleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
