// An article with its evidence marked. Each role has a colour, an underline of its own and a letter: none needs the colour.
import type { ComponentChildren } from "preact";
import type { Mark } from "../records";
import { ROLES } from "../words";

interface Piece {
  text: string;
  top: Mark | null;
  all: Mark[];
  starts: boolean;
  inEvidence: boolean;
}

/** The text cut wherever a mark begins or ends. Spans count code points, which a JavaScript string does not: hence the array. */
export function pieces(text: string, offset: number, marks: Mark[]): Piece[] {
  const points = Array.from(text);
  const within = marks
    .map((mark) => ({ ...mark, start: mark.start - offset, end: mark.end - offset }))
    .filter((mark) => mark.end > 0 && mark.start < points.length && mark.end > mark.start);
  const cuts = new Set([0, points.length]);
  for (const mark of within) {
    cuts.add(Math.max(0, mark.start));
    cuts.add(Math.min(points.length, mark.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const found: Piece[] = [];
  for (let n = 0; n + 1 < edges.length; n++) {
    const [start, end] = [edges[n] as number, edges[n + 1] as number];
    const all = within.filter((mark) => mark.start <= start && mark.end >= end);
    const roles = all.filter((mark) => mark.role !== "evidence" && mark.role in ROLES);
    const top = roles.sort((a, b) => a.end - a.start - (b.end - b.start) || ORDER.indexOf(a.role) - ORDER.indexOf(b.role))[0] ?? null;
    found.push({
      text: points.slice(start, end).join(""),
      top,
      all: roles,
      starts: top !== null && Math.max(0, top.start) === start,
      inEvidence: all.some((mark) => mark.role === "evidence"),
    });
  }
  return found;
}

const ORDER = Object.keys(ROLES);

export function Marked(props: { text: string; offset?: number; marks: Mark[]; onPick?: (record: string) => void }) {
  return (
    <>
      {pieces(props.text, props.offset ?? 0, props.marks).map((piece, n) => {
        if (!piece.top) return piece.inEvidence ? <span key={n} class="in-evidence">{piece.text}</span> : piece.text;
        const role = ROLES[piece.top.role] as { name: string; letter: string };
        const told = piece.all.map((mark) => [ROLES[mark.role]?.name, mark.label].filter(Boolean).join(": "));
        return (
          <mark key={n} class={`role role-${piece.top.role} ${piece.inEvidence ? "in-evidence" : ""}`} data-tip={[...new Set(told)].join(" · ")}>
            {piece.starts && (
              <>
                <span class="sr">[{role.name}: </span>
                <span class="letter" aria-hidden="true">
                  {role.letter}
                  {"\u2060" /* keeps the letter on the line of its word */}
                </span>
              </>
            )}
            {piece.text}
            {piece.starts && <span class="sr">] </span>}
          </mark>
        );
      })}
    </>
  );
}

export function RoleLegend({ marks }: { marks: Mark[] }) {
  const used = ORDER.filter((role) => marks.some((mark) => mark.role === role));
  if (!used.length) return null;
  return (
    <ul class="legend" aria-label="What the marks mean">
      {used.map((role) => (
        <li key={role}>
          <mark class={`role role-${role}`}>
            <span class="letter" aria-hidden="true">
              {ROLES[role]?.letter}
            </span>
            {ROLES[role]?.name}
          </mark>
        </li>
      ))}
    </ul>
  );
}

export function Article(props: { text: string; offset?: number; marks: Mark[]; children?: ComponentChildren }) {
  return (
    <div class="article">
      <p class="prose">
        {props.offset ? <span class="none">… </span> : null}
        <Marked text={props.text} offset={props.offset} marks={props.marks} />
      </p>
      {props.children}
    </div>
  );
}
