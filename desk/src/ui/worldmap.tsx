// A map of the world drawn from files of the package: no tile server, no request but to the own host.
import { geoCircle, geoNaturalEarth1, geoPath, geoGraticule10 } from "d3-geo";
import type { FeatureCollection, MultiLineString } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarse from "world-atlas/countries-110m.json";
import fine from "world-atlas/countries-50m.json";
import type { MapFeature } from "../records";
import { GLYPHS, many } from "../words";

export const WIDTH = 960;
export const HEIGHT = 500;
const KM_PER_DEGREE = 111.195;
const NEAR = 30; // pixels within which single places are drawn as one cluster

export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

export interface Cluster {
  key: string;
  x: number;
  y: number;
  features: MapFeature[];
}

const projection = geoNaturalEarth1().fitExtent(
  [
    [4, 4],
    [WIDTH - 4, HEIGHT - 4],
  ],
  { type: "Sphere" },
);
const path = geoPath(projection);

interface Atlas {
  land: FeatureCollection;
  borders: MultiLineString;
}

const atlases = new Map<string, Promise<Atlas>>();

function atlas(address: string): Promise<Atlas> {
  const known = atlases.get(address);
  if (known) return known;
  const loading = fetch(address)
    .then((answer) => {
      if (!answer.ok) throw new Error(`the base map answered ${answer.status}`);
      return answer.json() as Promise<Topology<{ countries: GeometryCollection }>>;
    })
    .then((topology) => ({
      land: feature(topology, topology.objects.countries) as FeatureCollection,
      borders: mesh(topology, topology.objects.countries, (a, b) => a !== b),
    }));
  atlases.set(address, loading);
  return loading;
}

export function spot(one: MapFeature): [number, number] {
  return projection(one.geometry.coordinates) ?? [0, 0];
}

/** Places closer than NEAR pixels at this zoom, put together; the most important event gives a cluster its place. */
export function clusters(features: MapFeature[], zoom: number, unit: number): Cluster[] {
  const found: Cluster[] = [];
  for (const one of [...features].sort((a, b) => b.properties.importance - a.properties.importance || (a.id < b.id ? -1 : 1))) {
    const [x, y] = spot(one);
    const near = found.find((other) => Math.hypot(other.x - x, other.y - y) * zoom < NEAR * unit);
    if (near) near.features.push(one);
    else found.push({ key: one.geometry.coordinates.join(","), x, y, features: [one] });
  }
  return found;
}

/** Vague places: events with the same middle and size share one area. */
export function areas(features: MapFeature[]): Cluster[] {
  const found = new Map<string, Cluster>();
  for (const one of features) {
    const key = `${one.geometry.coordinates.join(",")} ${one.properties.radius_km}`;
    const [x, y] = spot(one);
    const area = found.get(key) ?? { key, x, y, features: [] };
    area.features.push(one);
    found.set(key, area);
  }
  return [...found.values()].sort((a, b) => (b.features[0]?.properties.radius_km ?? 0) - (a.features[0]?.properties.radius_km ?? 0));
}

export function quadOf(features: MapFeature[]): number {
  const counts = [0, 0, 0, 0, 0];
  for (const one of features) counts[one.properties.quad] = (counts[one.properties.quad] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}

export function WorldMap(props: {
  features: MapFeature[];
  view: View;
  unit: number;
  move: (view: View) => void;
  chosen: string | null;
  choose: (cluster: Cluster | null) => void;
}) {
  const { view } = props;
  const [base, setBase] = useState<Atlas | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  const detail = view.zoom >= 3;
  useEffect(() => {
    let live = true;
    atlas(detail ? fine : coarse).then(
      (loaded) => live && setBase(loaded),
      (error: unknown) => live && setTrouble(String(error)),
    );
    return () => {
      live = false;
    };
  }, [detail]);
  const land = useMemo(() => base && path(base.land), [base]);
  const borders = useMemo(() => base && path(base.borders), [base]);
  const sphere = useMemo(() => path({ type: "Sphere" }), []);
  const lines = useMemo(() => path(geoGraticule10()), []);
  const sharp = useMemo(() => clusters(props.features.filter((one) => !one.properties.vague), view.zoom, props.unit), [props.features, view.zoom, props.unit]);
  const vague = useMemo(() => areas(props.features.filter((one) => one.properties.vague)), [props.features]);

  const [cx, cy] = projection([view.lon, view.lat]) ?? [WIDTH / 2, HEIGHT / 2];
  const k = view.zoom;
  const tx = WIDTH / 2 - cx * k;
  const ty = HEIGHT / 2 - cy * k;
  const toView = (x: number, y: number, zoom: number): View => {
    const [lon, lat] = projection.invert?.([x, y]) ?? [view.lon, view.lat];
    return Number.isFinite(lon) && Number.isFinite(lat) ? { lon: Math.max(-180, Math.min(180, lon)), lat: Math.max(-85, Math.min(85, lat)), zoom } : { ...view, zoom };
  };
  const by = (factor: number, at: [number, number] = [WIDTH / 2, HEIGHT / 2]) => {
    const zoom = Math.max(1, Math.min(40, k * factor));
    const [px, py] = [(at[0] - tx) / k, (at[1] - ty) / k];
    props.move(toView(px + (WIDTH / 2 - at[0]) / zoom, py + (HEIGHT / 2 - at[1]) / zoom, zoom));
  };
  const pan = (dx: number, dy: number) => props.move(toView(cx + dx / k, cy + dy / k, k));
  const inPicture = (event: MouseEvent): [number, number] => {
    const box = picture.current?.getBoundingClientRect();
    if (!box) return [WIDTH / 2, HEIGHT / 2];
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  const drag = useRef<{ at: [number, number]; moved: boolean } | null>(null);
  useEffect(() => {
    const node = picture.current;
    if (!node) return undefined;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
      event.preventDefault();
      by(event.deltaY < 0 ? 1.25 : 0.8, inPicture(event));
    };
    node.addEventListener("wheel", wheel, { passive: false });
    return () => node.removeEventListener("wheel", wheel);
  });
  const place = (cluster: Cluster) => {
    const names = [...new Set(cluster.features.map((one) => one.properties.name))];
    return names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more places` : names.join(" and ");
  };
  const pick = (cluster: Cluster) => {
    if (drag.current?.moved) return;
    props.choose(cluster);
  };
  const pressed = (cluster: Cluster) => (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    props.choose(cluster);
  };
  const visible = (one: Cluster) => {
    const [sx, sy] = [one.x * k + tx, one.y * k + ty];
    return sx > -40 && sx < WIDTH + 40 && sy > -40 && sy < HEIGHT + 40;
  };
  return (
    <div class="map-frame">
      <svg
        ref={picture}
        class="map"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="group"
        aria-label={`Map of ${many(props.features.length, "event")}. The same events stand in the list beside it.`}
        onPointerDown={(event) => {
          drag.current = { at: inPicture(event), moved: false };
        }}
        onPointerMove={(event) => {
          if (!drag.current || event.buttons !== 1) return;
          const now = inPicture(event);
          const [dx, dy] = [drag.current.at[0] - now[0], drag.current.at[1] - now[1]];
          if (!drag.current.moved && Math.hypot(dx, dy) < 4) return;
          drag.current = { at: now, moved: true };
          pan(dx, dy);
        }}
        onPointerUp={() => setTimeout(() => (drag.current = null), 0)}
      >
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={`rotate(45) scale(${1 / k})`}>
            <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        <g transform={`translate(${tx} ${ty}) scale(${k})`}>
          <path class="sea" d={sphere ?? ""} />
          <path class="graticule" d={lines ?? ""} />
          {land && <path class="land" d={land} />}
          {borders && <path class="borders" d={borders} />}
          {vague.map((area) => {
            const one = area.features[0] as MapFeature;
            const disc = geoCircle().center(one.geometry.coordinates).radius((one.properties.radius_km ?? 50) / KM_PER_DEGREE)();
            return <path key={area.key} class={`area quad-${quadOf(area.features)} ${props.chosen === area.key ? "chosen" : ""}`} d={path(disc) ?? ""} onClick={() => pick(area)} />;
          })}
        </g>
        {vague.filter(visible).map((area) => (
          <g
            key={area.key}
            class={`area-label ${props.chosen === area.key ? "chosen" : ""}`}
            transform={`translate(${area.x * k + tx} ${area.y * k + ty}) scale(${props.unit})`}
            tabindex={0}
            role="button"
            aria-pressed={props.chosen === area.key}
            aria-label={`${place(area)}, an area: ${many(area.features.length, "event")}`}
            onClick={() => pick(area)}
            onKeyDown={pressed(area)}
          >
            <rect x="-11" y="-9" width="22" height="18" rx="3" />
            <text text-anchor="middle" y="4">
              {area.features.length}
            </text>
          </g>
        ))}
        {sharp.filter(visible).map((one) => {
          const count = one.features.length;
          const r = count === 1 ? 7 : Math.min(22, 9 + 3 * Math.log2(count));
          const quad = quadOf(one.features);
          return (
            <g
              key={one.key}
              class={`spot quad-${quad} ${props.chosen === one.key ? "chosen" : ""}`}
              transform={`translate(${one.x * k + tx} ${one.y * k + ty}) scale(${props.unit})`}
              tabindex={0}
              role="button"
              aria-pressed={props.chosen === one.key}
              aria-label={`${place(one)}: ${many(count, "event")}`}
              onClick={() => pick(one)}
              onKeyDown={pressed(one)}
            >
              <circle r={r} />
              <text text-anchor="middle" y="4">
                {count === 1 ? GLYPHS[quad] : count}
              </text>
            </g>
          );
        })}
      </svg>
      <div class="map-buttons" role="group" aria-label="Move the map">
        <button type="button" onClick={() => by(1.6)} aria-label="Nearer">
          +
        </button>
        <button type="button" onClick={() => by(1 / 1.6)} aria-label="Farther">
          −
        </button>
        <button type="button" onClick={() => pan(-120, 0)} aria-label="West">
          ←
        </button>
        <button type="button" onClick={() => pan(120, 0)} aria-label="East">
          →
        </button>
        <button type="button" onClick={() => pan(0, -90)} aria-label="North">
          ↑
        </button>
        <button type="button" onClick={() => pan(0, 90)} aria-label="South">
          ↓
        </button>
      </div>
      {trouble && <p class="form-error">The base map could not be loaded ({trouble}). The events stand in the list.</p>}
    </div>
  );
}
