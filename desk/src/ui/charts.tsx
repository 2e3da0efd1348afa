// Drawings over time, in SVG. Each comes with its figures as a table; the drawing itself is one picture with a text of its own.
import type { Card, TurningPoint } from "../records";
import { go, to } from "../router";
import { GLYPHS, day, many, period, signed } from "../words";
import { TableView } from "./basics";
import { useWidth } from "./width";

const STEP_MS: Record<string, number> = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };

function time(iso: string): number {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
}

/** At most `most` round steps from low to high. */
export function ticks(low: number, high: number, most: number): number[] {
  const span = high - low || 1;
  const raw = span / most;
  const base = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * base).find((n) => n >= raw) ?? raw;
  const found: number[] = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) found.push(Math.round(at * 1e6) / 1e6);
  return found;
}

function dayTicks(first: number, last: number): { at: number; label: string }[] {
  const found: { at: number; label: string }[] = [];
  const months = (last - first) / 2_629_800_000;
  const step = months <= 8 ? 1 : months <= 24 ? 3 : months <= 72 ? 12 : 60;
  const start = new Date(first);
  for (let n = -step; n < months + 2 * step && found.length < 40; n += step) {
    const month = Math.floor(start.getUTCMonth() / (step > 12 ? 12 : step)) * (step > 12 ? 12 : step);
    const at = Date.UTC(start.getUTCFullYear(), month + n, 1);
    if (at < first || at > last) continue;
    const iso = new Date(at).toISOString();
    found.push({ at, label: step >= 12 ? iso.slice(0, 4) : period(iso.slice(0, 10), "month") });
  }
  if (found.length < 2) {
    return [first, last].map((at) => ({ at, label: day(new Date(at).toISOString()) })).slice(0, first === last ? 1 : 2);
  }
  return found;
}

/** As many of the labels as have room. */
function thinned<T>(labels: T[], width: number): T[] {
  const every = Math.ceil(labels.length / Math.max(1, Math.floor((width - 60) / 84)));
  return labels.filter((_, n) => n % every === 0);
}

/** An event on the line of time, or all of one class in a period. */
export interface Sign {
  at: string;
  quad: number;
}

/** The signs of single events, by the day of the act or else of its first report. */
export function signsOf(cards: Card[]): Sign[] {
  return cards.flatMap((card) => {
    const at = card.time?.first ?? card.first_reported;
    return at ? [{ at, quad: card.quad }] : [];
  });
}

/** Signs of one day above each other; of one class each once, and no more than four fit. */
function stacked(signs: Sign[]): (Sign & { level: number })[] {
  const seen = new Map<string, Set<number>>();
  return signs.flatMap((sign) => {
    const here = seen.get(sign.at) ?? new Set<number>();
    seen.set(sign.at, here);
    if (here.has(sign.quad)) return [];
    here.add(sign.quad);
    return [{ ...sign, level: here.size - 1 }];
  });
}

/** The balance between two actors, or of one with all others: line, sums of each period as bars, events as signs, turning points as rules. */
export function BalanceChart(props: {
  title: string;
  step: string;
  series: { period: string; events: number; sum: number; balance: number }[];
  signs: Sign[];
  turns: TurningPoint[];
}) {
  const { series, step } = props;
  const { ref, width: W } = useWidth<HTMLElement>(300, 900);
  const firstOf = series[0];
  const lastOf = series[series.length - 1];
  if (!firstOf || !lastOf) return null;
  const H = W < 500 ? 230 : 290;
  const pad = { left: 44, right: 16, top: 14, bottom: 60 };
  const t0 = time(firstOf.period);
  const t1 = time(lastOf.period) + (STEP_MS[step] ?? 1);
  const values = series.flatMap((one) => [one.sum, one.balance, 0]);
  const low = Math.min(...values, -1);
  const high = Math.max(...values, 1);
  const x = (at: number) => pad.left + ((at - t0) / (t1 - t0)) * (W - pad.left - pad.right);
  const y = (value: number) => pad.top + ((high - value) / (high - low)) * (H - pad.top - pad.bottom);
  const line = series.map((one, n) => `${n ? "L" : "M"}${x(time(one.period)).toFixed(1)} ${y(one.balance).toFixed(1)}`).join("");
  const bar = Math.max(1.5, Math.min(14, ((W - pad.left - pad.right) / series.length) * 0.6));
  const placed = stacked(props.signs.filter((sign) => time(sign.at) >= t0 && time(sign.at) <= t1));
  const events = series.reduce((all, one) => all + one.events, 0);
  const best = series.reduce((a, b) => (b.balance > a.balance ? b : a));
  const worst = series.reduce((a, b) => (b.balance < a.balance ? b : a));
  const told =
    `${props.title}. From ${day(firstOf.period)} to ${day(lastOf.period)}; the balance ends at ${signed(lastOf.balance)}, ` +
    `is highest at ${signed(best.balance)} (${period(best.period, step)}) and lowest at ${signed(worst.balance)} (${period(worst.period, step)}). ` +
    `${many(props.turns.length, "turning point")}, ${many(events, "event")}.`;
  return (
    <figure class="chart" ref={ref}>
      <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={told}>
        {ticks(low, high, 5).map((value) => (
          <g key={value}>
            <line class={value === 0 ? "zero" : "grid"} x1={pad.left} x2={W - pad.right} y1={y(value)} y2={y(value)} />
            <text class="tick" x={pad.left - 8} y={y(value) + 4} text-anchor="end">
              {signed(value, Math.abs(value) < 1 && value !== 0 ? 1 : 0)}
            </text>
          </g>
        ))}
        {thinned(dayTicks(t0, t1), W).map((tick, n, all) => (
          <text key={tick.at} class="tick" x={x(tick.at)} y={H - 6} text-anchor={n === 0 && x(tick.at) < 70 ? "start" : n === all.length - 1 && x(tick.at) > W - 70 ? "end" : "middle"}>
            {tick.label}
          </text>
        ))}
        {series.map((one) =>
          one.sum === 0 ? null : (
            <rect
              key={one.period}
              class={one.sum > 0 ? "bar-coop" : "bar-conf"}
              x={x(time(one.period)) - bar / 2}
              width={bar}
              y={Math.min(y(0), y(one.sum))}
              height={Math.max(1, Math.abs(y(one.sum) - y(0)))}
            />
          ),
        )}
        <path class="line" d={line} />
        {props.turns.map((turn) => (
          <g key={turn.period}>
            <line class="turn" x1={x(time(turn.period))} x2={x(time(turn.period))} y1={pad.top} y2={H - pad.bottom} />
            <text class="turn-label" x={x(time(turn.period)) + 4} y={pad.top + 9}>
              {turn.after < turn.before ? "↘ turn" : "↗ turn"}
            </text>
          </g>
        ))}
        {placed.map((sign, n) => (
          <text key={n} class={`event-sign quad-${sign.quad}`} x={x(time(sign.at))} y={H - 24 - 9 * sign.level} text-anchor="middle">
            {GLYPHS[sign.quad]}
          </text>
        ))}
      </svg>
      <figcaption class="note">
        Line: balance, all scores so far, each halved every half-life. Bars: sum of the scores of a {step}. Signs: events.
      </figcaption>
      <TableView
        caption={`${props.title}, by ${step}`}
        columns={[step, "Events", "Sum of scores", "Balance"]}
        rows={series.filter((one) => one.events > 0).map((one) => [period(one.period, step), one.events, signed(one.sum), signed(one.balance)])}
      />
    </figure>
  );
}

/** Cooperation above the line, conflict below it, period by period. */
export function BothWays(props: { title: string; step: string; series: { period: string; events: number; cooperation: number; conflict: number }[] }) {
  const { series } = props;
  const { ref, width: W } = useWidth<HTMLElement>(300, 900);
  const firstOf = series[0];
  const lastOf = series[series.length - 1];
  if (!firstOf || !lastOf) return null;
  const H = W < 500 ? 150 : 180;
  const pad = { left: 44, right: 12, top: 10, bottom: 26 };
  const high = Math.max(1, ...series.map((one) => one.cooperation));
  const low = Math.min(-1, ...series.map((one) => one.conflict));
  const t0 = time(firstOf.period);
  const t1 = Math.max(time(lastOf.period), t0 + 1);
  const x = (at: number) => pad.left + 8 + ((at - t0) / (t1 - t0)) * (W - pad.left - pad.right - 16);
  const y = (value: number) => pad.top + ((high - value) / (high - low)) * (H - pad.top - pad.bottom);
  const bar = Math.max(2, Math.min(14, ((W - pad.left - pad.right) / series.length) * 0.7));
  return (
    <figure class="chart" ref={ref}>
      <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${props.title}, ${day(firstOf.period)} to ${day(lastOf.period)}; figures in the table below.`}>
        {ticks(low, high, 4).map((value) => (
          <g key={value}>
            <line class={value === 0 ? "zero" : "grid"} x1={pad.left} x2={W - pad.right} y1={y(value)} y2={y(value)} />
            <text class="tick" x={pad.left - 8} y={y(value) + 4} text-anchor="end">
              {signed(value, Math.abs(value) < 1 && value !== 0 ? 1 : 0)}
            </text>
          </g>
        ))}
        {thinned(dayTicks(t0, t1), W).map((tick) => (
          <text key={tick.at} class="tick" x={x(tick.at)} y={H - 6} text-anchor={x(tick.at) < 80 ? "start" : x(tick.at) > W - 80 ? "end" : "middle"}>
            {tick.label}
          </text>
        ))}
        {series.map((one) => (
          <g key={one.period}>
            <rect class="bar-coop" x={x(time(one.period)) - bar / 2} width={bar} y={y(one.cooperation)} height={Math.max(0, y(0) - y(one.cooperation))} />
            <rect class="bar-conf" x={x(time(one.period)) - bar / 2} width={bar} y={y(0)} height={Math.max(0, y(one.conflict) - y(0))} />
          </g>
        ))}
      </svg>
      <TableView
        caption={`${props.title}, by ${props.step}`}
        columns={[props.step, "Events", "Cooperation", "Conflict"]}
        rows={series.filter((one) => one.events > 0).map((one) => [period(one.period, props.step), one.events, signed(one.cooperation), signed(one.conflict)])}
      />
    </figure>
  );
}

/** One bar a row, in HTML, so that it reads as the table it is. */
export function Bars(props: { caption: string; columns: [string, string, string]; rows: { name: string; href?: string; left: number; right: number }[] }) {
  const most = Math.max(1, ...props.rows.map((row) => row.left + row.right));
  return (
    <table class="bars">
      <caption class="sr">{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.href ? <a href={row.href}>{row.name}</a> : row.name}</th>
            <td class="num">{row.left}</td>
            <td class="num">{row.right}</td>
            <td class="drawn">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-left" width={(100 * row.left) / most} height="8" />
                <rect class="bar-right" x={(100 * row.left) / most} width={(100 * row.right) / most} height="8" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A share with its interval: the dot is the share, the bar runs from low to high. */
export function IntervalBar({ low, at, high }: { low: number; at: number; high: number }) {
  return (
    <svg class="interval" viewBox="0 0 100 10" aria-hidden="true">
      <line class="grid" x1="0" x2="100" y1="5" y2="5" />
      <rect class="bar" x={100 * low} width={Math.max(1, 100 * (high - low))} y="3" height="4" rx="2" />
      <circle class="dot" cx={Math.min(97, Math.max(3, 100 * at))} cy="5" r="3" />
    </svg>
  );
}

export function openEvent(id: string): void {
  go(to(["event", id]));
}
