const decoder = new TextDecoder();

/** The UTF-8 text of a message. */
export const text = (bytes: Uint8Array): string => decoder.decode(bytes);
