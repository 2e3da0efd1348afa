// Events by place and precision, over time.
import { useEffect, useMemo, useState } from "preact/hooks";
import { address, useData } from "../api";
import { useMeanings } from "../context";
import type { MapAnswer, MapFeature, Timeline } from "../records";
import { changed, go, now, to } from "../router";
import { Code, Empty, Page, QuadLegend, Ready, Section, StatusTag, TypeTag } from "../ui/basics";
import { EventExports, Filters, filtersOf } from "../ui/events";
import { WorldMap, areas, clusters, type View } from "../ui/worldmap";
import { useMapUnit } from "../ui/width";
import { day, interval, many, period } from "../words";
import { precisionMeaning } from "../context";

const START: View = { lon: 15, lat: 12, zoom: 1.05 };

function viewOf(query: URLSearchParams): View {
  const [lon, lat, zoom] = (query.get("at") ?? "").split(",").map(Number);
  if (lon !== undefined && lat !== undefined && zoom !== undefined && [lon, lat, zoom].every(Number.isFinite))
    return { lon: Math.max(-180, Math.min(180, lon)), lat: Math.max(-85, Math.min(85, lat)), zoom: Math.max(1, Math.min(40, zoom)) };
  return START;
}

export function MapPage({ query }: { query: URLSearchParams }) {
  const filters = filtersOf(query);
  const asked = changed(filters, { order: "" });
  const answer = useData<MapAnswer>(address(["map"], changed(asked, { limit: "5000" })));
  const whole = useData<Timeline>(address(["timeline"], changed(asked, { from: "", to: "", by: "month" })));
  const [range, setRange] = useState<[string, string] | null>(null);
  useEffect(() => setRange(null), [query.toString()]);
  return (
    <Page
      title="Map"
      wide
      lead={<p>Events by place. Vague places are areas, hatched, never pins; events without a known place are not drawn.</p>}
      actions={<EventExports query={asked} formats={["geojson", "csv", "json"]} />}
    >
      <Filters page={["map"]} query={query} />
      <Ready from={answer}>
        {(data) => (
          <Drawn
            data={data}
            query={query}
            range={range}
            slider={
              whole.data && whole.data.items.length > 1 ? (
                <Slider
                  timeline={whole.data}
                  from={range?.[0] ?? query.get("from")}
                  to={range?.[1] ?? query.get("to")}
                  during={(from, till) => setRange([from, till])}
                  done={(from, till) => go(to(["map"], changed(now(), { from, to: till, pick: "" })))}
                />
              ) : null
            }
          />
        )}
      </Ready>
    </Page>
  );
}

function Drawn(props: { data: MapAnswer; query: URLSearchParams; range: [string, string] | null; slider: preact.ComponentChildren }) {
  const { data, query, range } = props;
  const features = useMemo(
    () =>
      data.features.filter((one) => {
        if (!range) return true;
        const { first, last } = one.properties;
        return first !== null && first <= range[1] && (last ?? first) >= range[0];
      }),
    [data, range],
  );
  const [view, setView] = useState(() => viewOf(query));
  useEffect(() => setView(viewOf(query)), [query.get("at")]);
  useEffect(() => {
    const text = `${view.lon.toFixed(2)},${view.lat.toFixed(2)},${view.zoom.toFixed(2)}`;
    const timer = setTimeout(() => {
      const moved = view.lon !== START.lon || view.lat !== START.lat || view.zoom !== START.zoom;
      // Only the address changes: nothing is loaded for it, so no event is sent.
      if (moved) history.replaceState(null, "", to(["map"], changed(now(), { at: text })));
    }, 250);
    return () => clearTimeout(timer);
  }, [view]);
  const [chosen, setChosen] = useState<string | null>(query.get("pick"));
  useEffect(() => setChosen(query.get("pick")), [query.get("pick")]);
  const unit = useMapUnit();
  const groups = useMemo(
    () => [...areas(features.filter((one) => one.properties.vague)), ...clusters(features.filter((one) => !one.properties.vague), view.zoom, unit)],
    [features, view.zoom, unit],
  );
  const picked = groups.find((group) => group.key === chosen) ?? null;
  const choose = (key: string | null) => {
    setChosen(key);
    history.replaceState(null, "", to(["map"], changed(now(), { pick: key })));
  };
  return (
    <div class="map-page">
      <div>
        <WorldMap features={features} view={view} unit={unit} move={setView} chosen={picked?.key ?? null} choose={(group) => choose(group?.key ?? null)} />
        {props.slider}
        <div class="map-foot">
          <QuadLegend />
          <p class="note">
            {many(features.length, "event")} of {data.total.toLocaleString("en")} drawn; {many(data.unplaced, "event")} without a known place.
            Numbers are clusters; a square number is an area. Ctrl and the wheel zoom.
          </p>
        </div>
      </div>
      <aside aria-label="Events on the map">
        <Section title={picked ? placeName(picked.features) : "Events"} note={picked ? undefined : "choose a place on the map, or go through all"}>
          {picked && (
            <p>
              <button type="button" class="small" onClick={() => choose(null)}>
                All places
              </button>
            </p>
          )}
          {features.length ? <Listed features={picked?.features ?? features} /> : <Empty title="Nothing on the map.">Widen the days, or take a filter away.</Empty>}
        </Section>
      </aside>
    </div>
  );
}

function placeName(features: MapFeature[]): string {
  const names = [...new Set(features.map((one) => one.properties.name))];
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(" and ");
}

function Listed({ features }: { features: MapFeature[] }) {
  const meanings = useMeanings();
  const [shown, setShown] = useState(40);
  const sorted = [...features].sort((a, b) => (b.properties.last ?? "").localeCompare(a.properties.last ?? "") || a.id.localeCompare(b.id));
  return (
    <>
      <ul class="short-events">
        {sorted.slice(0, shown).map(({ properties: one }) => (
          <li key={one.id}>
            <span class="day">{interval({ first: one.first, last: one.last })}</span>
            <a class="event-link" href={to(["event", one.id])}>
              {one.who || "Somebody"}
              {one.whom ? ` → ${one.whom}` : ""}: {meanings.label(one.type).toLowerCase()}
            </a>
            <span class="codes">
              <TypeTag type={one.type} />
              <StatusTag status={one.status} />
              <span class="quiet-note">{one.name}</span> <Code code={one.precision} meaning={precisionMeaning(one.precision)} class="quiet" />
            </span>
          </li>
        ))}
      </ul>
      {sorted.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + 100)}>
          Show more
        </button>
      )}
    </>
  );
}

const SLIDER_H = 46;

function Slider(props: { timeline: Timeline; from: string | null; to: string | null; during: (from: string, to: string) => void; done: (from: string, to: string) => void }) {
  const { periods, before } = useMemo(() => everyMonth(props.timeline), [props.timeline]);
  const most = Math.max(1, ...periods.map((one) => one.events));
  const last = periods.length - 1;
  const at = (value: string | null, otherwise: number) => {
    if (!value) return otherwise;
    const n = periods.findIndex((one) => one.period.slice(0, 7) >= value.slice(0, 7));
    return n < 0 ? last : n;
  };
  const low = at(props.from, 0);
  const high = Math.max(low, at(props.to, last));
  // At its left end the slider asks for no first day where there are events before the drawn months.
  const days = (a: number, b: number): [string, string] => [a === 0 && before ? "" : (periods[a]?.period ?? ""), endOf(periods[b]?.period ?? "")];
  const label = (which: "low" | "high") => (which === "low" && low === 0 && before ? `before ${period(periods[0]?.period ?? "", "month")} too` : period(periods[which === "low" ? low : high]?.period ?? "", "month"));
  const width = 960 / periods.length;
  const slide = (which: "low" | "high", value: number): [string, string] =>
    which === "low" ? days(Math.min(value, high), high) : days(low, Math.max(value, low));
  return (
    <div class="slider">
      <svg viewBox={`0 0 960 ${SLIDER_H}`} preserveAspectRatio="none" aria-hidden="true">
        {periods.map((one, n) => (
          <rect key={one.period} class={n >= low && n <= high ? "in" : "out"} x={n * width + 0.5} width={Math.max(1, width - 1)} y={SLIDER_H - (SLIDER_H * one.events) / most} height={(SLIDER_H * one.events) / most} />
        ))}
      </svg>
      <div class="ranges">
        {(["low", "high"] as const).map((which) => (
          <label key={which}>
            <span>{which === "low" ? "From" : "To"}</span>
            <input
              type="range"
              min={0}
              max={last}
              value={which === "low" ? low : high}
              aria-valuetext={label(which)}
              onInput={(event) => props.during(...slide(which, Number(event.currentTarget.value)))}
              onChange={(event) => props.done(...slide(which, Number(event.currentTarget.value)))}
            />
            <output>{label(which)}</output>
          </label>
        ))}
      </div>
      {(props.from || props.to) && (
        <p class="note">
          {props.from ? day(props.from) : "From the first"} to {props.to ? day(props.to) : "the last"}: events without a stated day are not among them.{" "}
          <button type="button" class="small" onClick={() => props.done("", "")}>
            All days
          </button>
        </p>
      )}
    </div>
  );
}

/** Every month, empty ones too, from that before which only one event in fifty lies: one war of long ago would make all others thin. */
function everyMonth(timeline: Timeline): { periods: { period: string; events: number }[]; before: number } {
  const counts = new Map(timeline.items.map((one) => [one.period.slice(0, 7), one.events]));
  const months = [...counts.keys()].sort();
  const last = months.at(-1);
  const few = [...counts.values()].reduce((all, events) => all + events, 0) / 50;
  let before = 0;
  while (months.length > 1 && before + (counts.get(months[0] ?? "") ?? 0) <= few) before += counts.get(months.shift() ?? "") ?? 0;
  const first = months[0];
  if (!first || !last) return { periods: [], before };
  const found: { period: string; events: number }[] = [];
  let [year, month] = first.split("-").map(Number) as [number, number];
  for (let key = first; key <= last && found.length < 2400; ) {
    found.push({ period: `${key}-01`, events: counts.get(key) ?? 0 });
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    key = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  }
  return { periods: found, before };
}

function endOf(first: string): string {
  const [year, month] = first.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
