// How long one JavaScript decoder takes to become ready, from metadata bytes in memory; one line of JSON on standard output.
// Times are milliseconds. Reading and decompressing the file and loading the modules are outside cold and warm, but inside processMs.
import { load, median, positive, readArguments, readBlob, readMetadata, round, versionsOf } from "./common.mjs";

const args = readArguments(
  {
    contestant: { type: "string" },
    metadata: { type: "string" },
    blob: { type: "string", optional: true },
    repeats: { type: "string", default: "21" },
  },
  "node metadata.mjs --contestant papi|polkadot-js --metadata FILE.scale.gz [--blob FILE.json] [--repeats N]",
);
const repeats = Math.ceil(positive(args.repeats, "repeats"));

const contestant = await load(args.contestant);
await contestant.prepare();
const bytes = readMetadata(args.metadata);
const blob = args.blob && readBlob(args.blob, args.metadata);

const cold = readyOnce();
// performance.now counts from performance.timeOrigin, the start of this process.
const processMs = cold.parsedAt;

const warm = [];
for (let i = 0; i < repeats; i++) warm.push(readyOnce());

console.log(
  JSON.stringify({
    contestant: args.contestant,
    versions: versionsOf(contestant.packages),
    node: process.version,
    bytes: bytes.length,
    cold: figuresOf([cold]),
    warm: { repeats, ...figuresOf(warm) },
    processMs: round(processMs),
  }),
);

// Each figure counts from the same start and includes the one before it. firstBlob is there because polkadot-js leaves the classes of
// events to the first event that needs them: without it its readiness looks cheaper than it is.
function readyOnce() {
  const start = performance.now();
  const parsed = contestant.parse(bytes);
  const parsedAt = performance.now();
  const decoder = contestant.build(parsed);
  const usableAt = performance.now();
  const times = { parsedAt, parse: parsedAt - start, usable: usableAt - start };
  if (blob) {
    const count = contestant.decode(decoder, blob.bytes).length;
    times.firstBlob = performance.now() - start;
    if (count !== blob.expected.length) throw new Error(`${blob.file}: ${count} events, the fixture has ${blob.expected.length}`);
  }
  return times;
}

function figuresOf(times) {
  const names = ["parse", "usable", "firstBlob"].filter((name) => name in times[0]);
  return Object.fromEntries(names.map((name) => [name, round(median(times.map((time) => time[name])))]));
}
