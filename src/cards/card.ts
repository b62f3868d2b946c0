/** What a social card says: the picture that a link to a page shows. */
export interface Card {
  site: string;
  /** Printed above the message, such as `RuntimeError`. */
  exception: string | undefined;
  /** The message as it is printed, on the plate. */
  message: string;
  title: string;
  /** The last line: where it was executed, or what the site promises. */
  footer: string;
  /** The seal's text, for a guide that was executed. */
  seal: string | undefined;
}

/** An element as satori takes it: React's shape without React. */
export interface CardElement {
  type: string;
  props: { style: Record<string, string | number>; children?: unknown };
}

export const cardSize = { width: 1200, height: 630 } as const;

/** The light theme of `styles/tokens.css`: a card cannot know its reader's theme. */
const colors = {
  paper: '#fbfaf7',
  ink: '#1c1e21',
  soft: '#5b5f66',
  seal: '#b5321f',
  plate: '#22252b',
  plateInk: '#f4efe4',
  plateSoft: '#b9b3a5',
} as const;

/** The message on its plate, the title below it, the seal where the guide was executed. */
export function cardElement(card: Card): CardElement {
  const { width, height } = cardSize;
  return box(
    {
      ...{ flexDirection: 'column', justifyContent: 'space-between', width, height },
      ...{ padding: '48px 56px', background: colors.paper, color: colors.ink },
      ...{ fontFamily: 'Sans, Han', fontWeight: 700 },
    },
    brand(card.site),
    plate(card),
    box({ fontSize: 40, lineHeight: 1.35 }, card.title),
    footer(card),
  );
}

function brand(site: string): CardElement {
  const mark = box({
    ...{ width: 30, height: 30, borderRadius: 6, background: colors.seal, marginRight: 14 },
  });
  return box({ alignItems: 'center', fontSize: 28 }, mark, site);
}

function plate({ exception, message }: Card): CardElement {
  return box(
    {
      ...{ flexDirection: 'column', padding: '30px 40px', borderRadius: 12 },
      ...{ borderLeft: `12px solid ${colors.seal}`, background: colors.plate },
      ...{ color: colors.plateInk, fontFamily: 'Mono, Sans, Han', fontWeight: 600 },
    },
    ...(exception
      ? [box({ marginBottom: 8, fontSize: 24, color: colors.plateSoft }, exception)]
      : []),
    box({ fontSize: messageSize(message), lineHeight: 1.35, wordBreak: 'break-word' }, message),
  );
}

/** A headline has at most 120 characters: each size keeps it within four lines. */
function messageSize({ length }: string): number {
  if (length <= 60) return 48;
  return length <= 90 ? 42 : 36;
}

function footer({ footer: text, seal }: Card): CardElement {
  const chop = box(
    {
      ...{ padding: '8px 14px', border: `4px solid ${colors.seal}`, borderRadius: 8 },
      ...{ color: colors.seal, fontSize: 26, lineHeight: 1.1, transform: 'rotate(-3deg)' },
    },
    seal ?? '',
  );
  return box(
    { justifyContent: 'space-between', alignItems: 'center', fontSize: 26, color: colors.soft },
    box({}, text),
    ...(seal ? [chop] : []),
  );
}

function box(style: CardElement['props']['style'], ...children: unknown[]): CardElement {
  const content = children.length === 1 ? children[0] : children;
  return {
    type: 'div',
    props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children: content },
  };
}
