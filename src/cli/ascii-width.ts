/**
 * Columns that text takes on a terminal, for text in ASCII. The commands' help is nothing else; it stands in for
 * string-width in their bundles, whose segmentation of Unicode takes longer than all else a command does to start.
 */
export default function asciiWidth(text: string): number {
  return text.length;
}
