/** The numbers of the catalogue's claims in the sections that the labs cover: each is an experiment, or listed with a reason. */
const ranges: Readonly<Record<string, string>> = {
  RAW: '01-12 20-47 50-66 70-75 80-86',
  RAW6: '01-08',
  SPOOF: '01-04',
  UNIX: '01-24',
  NL: '01-25',
  TCPC: '01-04',
  PING: '01-15',
  TRACE: '01-11',
  OPT: '01-10',
  MSG: '01-14',
  TIP: '01-04',
  BCAST: '01',
  MCAST: '01',
};

/** The numbers of a section's claims: RAW-01, RAW-02, … */
export function claimNumbers(section: string): readonly string[] {
  return (ranges[section] ?? '').split(' ').flatMap(range => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from(
      { length: last! - first + 1 },
      (_, i) => `${section}-${String(first + i).padStart(2, '0')}`,
    );
  });
}
