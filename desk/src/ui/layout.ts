// Where the nodes of a graph stand: a force layout that starts from a circle and has no chance in it, so that the same
// graph always looks the same.

export function spread(nodes: { name: string; r: number }[], edges: [string, string, number][], width: number, height: number): Map<string, { x: number; y: number }> {
  const sizes = new Map(nodes.map((node) => [node.name, node.r]));
  const order = [...sizes.keys()].sort();
  const index = new Map(order.map((name, n) => [name, n]));
  const count = order.length;
  const x = order.map((_, n) => Math.cos((2 * Math.PI * n) / count));
  const y = order.map((_, n) => Math.sin((2 * Math.PI * n) / count));
  const links = edges.flatMap(([a, b, weight]) => {
    const [from, to] = [index.get(a), index.get(b)];
    return from === undefined || to === undefined ? [] : [[from, to, 0.5 + Math.log1p(weight)] as const];
  });
  const apart = 1.6 / Math.sqrt(Math.max(count, 1));
  for (let turn = 0; turn < 300; turn++) {
    const heat = 0.12 * (1 - turn / 300);
    const dx = new Float64Array(count);
    const dy = new Float64Array(count);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const [vx, vy] = [(x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0)];
        const far = Math.max(Math.hypot(vx, vy), 0.01);
        const push = (apart * apart) / far / far;
        dx[a] = (dx[a] ?? 0) + vx * push;
        dy[a] = (dy[a] ?? 0) + vy * push;
        dx[b] = (dx[b] ?? 0) - vx * push;
        dy[b] = (dy[b] ?? 0) - vy * push;
      }
      // A little gravity keeps parts that nothing joins within the picture.
      dx[a] = (dx[a] ?? 0) - (x[a] ?? 0) * 0.35;
      dy[a] = (dy[a] ?? 0) - (y[a] ?? 0) * 0.35;
    }
    for (const [a, b, weight] of links) {
      const [vx, vy] = [(x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0)];
      const pull = (Math.hypot(vx, vy) / apart) * weight * 0.5;
      dx[a] = (dx[a] ?? 0) - vx * pull;
      dy[a] = (dy[a] ?? 0) - vy * pull;
      dx[b] = (dx[b] ?? 0) + vx * pull;
      dy[b] = (dy[b] ?? 0) + vy * pull;
    }
    for (let n = 0; n < count; n++) {
      const far = Math.max(Math.hypot(dx[n] ?? 0, dy[n] ?? 0), 1e-9);
      const step = Math.min(far, heat);
      x[n] = (x[n] ?? 0) + ((dx[n] ?? 0) / far) * step;
      y[n] = (y[n] ?? 0) + ((dy[n] ?? 0) / far) * step;
    }
  }
  const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const pad = 36;
  const placed = order.map((name, n) => ({
    r: sizes.get(name) ?? 0,
    x: pad + (((x[n] ?? 0) - left) / (right - left || 1)) * (width - 2 * pad),
    y: pad + (((y[n] ?? 0) - top) / (bottom - top || 1)) * (height - 2 * pad),
  }));
  // Circles that would lie over each other are pushed apart, and kept within the picture.
  for (let turn = 0; turn < 120; turn++) {
    for (const [n, a] of placed.entries()) {
      for (const b of placed.slice(n + 1)) {
        const far = Math.max(Math.hypot(a.x - b.x, a.y - b.y), 0.01);
        const lack = (a.r + b.r + 18 - far) / 2;
        if (lack <= 0) continue;
        const [ux, uy] = [(a.x - b.x) / far, (a.y - b.y) / far];
        a.x += ux * lack;
        a.y += uy * lack;
        b.x -= ux * lack;
        b.y -= uy * lack;
      }
      a.x = Math.max(pad, Math.min(width - pad, a.x));
      a.y = Math.max(pad, Math.min(height - pad, a.y));
    }
  }
  return new Map(order.map((name, n) => [name, placed[n] ?? { x: width / 2, y: height / 2 }]));
}
