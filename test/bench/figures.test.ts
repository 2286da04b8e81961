import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretched } from '../../scripts/bench/cost/usage.ts';
import { placeSection } from '../../scripts/bench/render.ts';
import { depthOf } from '../../scripts/bench/tap/depth.ts';
import { spentIn } from '../../scripts/bench/throughput/profile.ts';

/** What the benchmark makes of what it counted. */

const span = fc
  .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }))
  .map(([began, lasts]) => ({ began, ended: began + lasts }));

describe('requests in sequence', () => {
  it('are as many as the requests when each waits for the one before', () => {
    const one = (index: number) => ({ began: index * 2, ended: index * 2 + 1 });
    fc.assert(fc.property(fc.nat(20), (count) => depthOf(Array.from({ length: count }, (_, i) => one(i))) === count));
  });

  it('are one when all begin before any has ended', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), (starts) => {
        expect(depthOf(starts.map((began) => ({ began, ended: 10 + began })))).toBe(1);
      }),
    );
  });

  it('do not depend on the order in which requests are told, and further requests never shorten them', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), span, (spans, more) => {
        const depth = depthOf(spans);
        expect(depthOf([...spans].reverse())).toBe(depth);
        expect(depthOf([...spans, more])).toBeGreaterThanOrEqual(depth);
        expect(depth).toBeLessThanOrEqual(spans.length);
      }),
    );
  });
});

describe("the processor's time", () => {
  const frame = (id: number, url: string, children: number[] = [], functionName = 'work') => ({
    id,
    callFrame: { functionName, url },
    children,
  });
  const nodes = [
    frame(1, '', [2, 5, 6], '(root)'),
    frame(2, 'file:///plane/lib/local/gateway/gateway.ts', [3]),
    frame(3, 'file:///plane/functions/api/deployments/list.ts', [4]),
    frame(4, 'node:internal/buffer'),
    frame(5, 'file:///plane/node_modules/dynalite/db/index.js'),
    frame(6, '', [], '(idle)'),
  ];

  it('belongs to the nearest frame that is somebody’s, and idle time to nobody', () => {
    const samples = [1, 2, 3, 4, 5, 6];
    expect(spentIn({ nodes, samples, timeDeltas: samples.map((id) => id * 1000) })).toEqual({
      runtime: 1,
      'gateway and authorizer': 2,
      handler: 3 + 4,
      'embedded AWS': 5,
    });
  });
});

describe('a stretched deployment', () => {
  const none = {
    seconds: 0,
    apiRequests: 0,
    invocations: 0,
    gigabyteSeconds: 0,
    readUnits: 0,
    writeUnits: 0,
    parameterReads: 0,
    objectReads: 0,
    objectWrites: 0,
    logBytes: 0,
    storedBytes: 0,
  };

  it('keeps what happens once, and repeats what happens again and again', () => {
    const short = { ...none, seconds: 10, writeUnits: 100, readUnits: 20 };
    const long = { ...none, seconds: 60, writeUnits: 100, readUnits: 70 };
    expect(stretched(short, long, 600)).toMatchObject({ seconds: 600, writeUnits: 100, readUnits: 610 });
  });
});

describe('the document', () => {
  it('keeps what was measured before, in the order of the sections', () => {
    const order = ['first', 'second', 'third'];
    const place = (document: string, name: string, part: string) => placeSection(document, { name, part }, order);
    const whole = place(place(place('', 'third', 'C'), 'first', 'A'), 'second', 'B\n\nwith $& and more');
    expect(whole.match(/<!-- \w+ -->/g)).toEqual(['<!-- first -->', '<!-- second -->', '<!-- third -->']);
    expect(place(whole, 'third', 'C')).toBe(whole);
    expect(place(whole, 'second', 'anew')).toBe(whole.replace('B\n\nwith $& and more', 'anew'));
  });
});
