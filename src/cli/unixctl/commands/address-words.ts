/** Addresses that are bound at this moment, for the shell; of paths those that are absolute. */
export async function addressWords(): Promise<string[]> {
  const { boundAddresses } = await import('../bound-addresses.js');
  return boundAddresses();
}
