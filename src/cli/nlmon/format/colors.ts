/** What ip gives a colour to. */
export type Colored = 'ifname' | 'mac' | 'inet' | 'inet6' | 'up' | 'down';

export type Paint = (what: Colored, text: string) => string;

/** When colours are used: `auto` on a terminal, unless the environment says NO_COLOR. */
export type ColorChoice = 'always' | 'auto' | 'never';

export const colorChoices: readonly ColorChoice[] = ['always', 'auto', 'never'];

/** Without colours. */
export const plain: Paint = (_, text) => text;

/** ip's colours, as the second digit of a terminal's codes; on a dark background they are bold. */
const digits: Readonly<Record<Colored, number>> = { ifname: 6, mac: 3, inet: 5, inet6: 4, up: 2, down: 1 };

function painter(dark: boolean): Paint {
  const weight = dark ? '1;' : '';
  return (what, text) => `\x1b[${weight}3${digits[what]}m${text}\x1b[0m`;
}

/** A family's own colour; others have none. */
export function paintAddress(paint: Paint, family: string | number, text: string): string {
  return family === 'inet' || family === 'inet6' ? paint(family, text) : text;
}

/**
 * A part of a text whose parts have their blank in front, painted. ip has a blank behind each part, inside the colour:
 * so has this, and {@link joinPainted} takes out the one that follows.
 */
export function paintPart(paint: Paint, what: Colored | string, text: string): string {
  return paint === plain || !Object.hasOwn(digits, what) ? text : paint(what as Colored, `${text} `);
}

export function joinPainted(paint: Paint, text: string): string {
  return paint === plain ? text : text.replaceAll('\x1b[0m ', '\x1b[0m');
}

/** How to paint, by what was asked for and where the text goes. JSON has no colours. */
export function choosePaint(
  choice: ColorChoice,
  json: boolean,
  stream: { isTTY?: boolean } = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): Paint {
  const wanted = choice === 'always' || (choice === 'auto' && stream.isTTY === true && !environment.NO_COLOR);
  return wanted && !json ? painter(hasDarkBackground(environment.COLORFGBG)) : plain;
}

/** COLORFGBG is `foreground;background`; 0 to 6 and 8 are dark backgrounds. */
function hasDarkBackground(colors: string | undefined): boolean {
  const background = colors?.slice(colors.lastIndexOf(';') + 1);
  return colors?.includes(';') === true && /^[0-68]$/.test(background!);
}
