/** A number of 16 bits in network byte order, as the arguments of AF_PACKET sockets are. */
export const htons = (number: number): number => ((number & 0xff) << 8) | (number >> 8);
