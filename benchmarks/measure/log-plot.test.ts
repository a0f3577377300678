import { expect, it } from "vitest";
import { logPlot } from "./log-plot.ts";

const LINE = {
  name: "ridge <d>",
  points: [
    { size: 10, seconds: 0.01 },
    { size: 100, seconds: 0.1 },
    { size: 1000, seconds: 1 },
  ],
  found: 1,
  theory: "1",
};

it("draws a power law as a straight line, with its slope beside that of theory", () => {
  const svg = logPlot("cost", [{ sizeLabel: "rows n", series: [LINE] }]);
  const places = /polyline points="([^"]+)"/u
    .exec(svg)![1]
    .split(" ")
    .map((place) => place.split(",").map(Number));
  const [[x0, y0], [x1, y1], [x2, y2]] = places;
  expect((y1 - y0) / (x1 - x0)).toBeCloseTo((y2 - y1) / (x2 - x1), 2);
  expect([x0 < x1, y0 > y1]).toEqual([true, true]);
  expect(svg).toContain("ridge &#60;d&#62;: slope 1.00, theory 1");
  expect(svg).toContain(">rows n<");
  expect(svg).toContain(">1k<");
});

it("puts every panel beside the one before", () => {
  const svg = logPlot("cost", [
    { sizeLabel: "rows n", series: [LINE] },
    { sizeLabel: "features d", series: [LINE, LINE] },
  ]);
  expect(svg.match(/<polyline/gu)).toHaveLength(3);
  const frames = [...svg.matchAll(/<rect x="(\d+)" y="40"/gu)].map(([, x]) => Number(x));
  expect(frames).toHaveLength(2);
  expect(frames[1]).toBeGreaterThan(frames[0] + 400);
});
