// Events per second of one JavaScript decoder; one line of JSON on standard output. README.md says how to run it.
import { setTimeout } from "node:timers/promises";
import { load, median, positive, readArguments, readBlob, readMetadata, round, versionsOf } from "./common.mjs";

const args = readArguments(
  {
    contestant: { type: "string" },
    metadata: { type: "string" },
    blobs: { type: "string" },
    seconds: { type: "string" },
    rounds: { type: "string" },
  },
  "node events.mjs --contestant papi|polkadot-js --metadata FILE.scale.gz --blobs FILE.json[,FILE.json...] --seconds S --rounds N",
);
const seconds = positive(args.seconds, "seconds");
const rounds = Math.ceil(positive(args.rounds, "rounds"));
const warmUpSecondsMin = 1;

const contestant = await load(args.contestant);
await contestant.prepare();
const variants = contestant.variants(contestant.build(contestant.parse(readMetadata(args.metadata))));
const blobs = args.blobs.split(",").map((path) => readBlob(path, args.metadata));

for (const blob of blobs) verify(blob);

const runs = blobs.flatMap((blob) =>
  Object.entries(variants).map(([name, variant]) => ({ blob, name, decode: variant.decode, passes: 0, rates: [] })),
);
// All are warmed before any is timed: the shared decoders then know all shapes of values they will meet, as in a program that has run a while.
for (const run of runs) run.batch = batchSize(run);
// Turn by turn, so that a disturbance of the machine hits all alike; and with a pause for the timers by which a decoder empties its cache.
for (let turn = 0; turn < rounds; turn++) {
  for (const run of runs) {
    const { passes, elapsed } = repeat(run, seconds, run.batch);
    run.passes += passes;
    run.rates.push((passes * run.blob.expected.length) / elapsed);
    await setTimeout(10);
  }
}

console.log(
  JSON.stringify({
    contestant: args.contestant,
    versions: versionsOf(contestant.packages),
    node: process.version,
    headline: contestant.headline,
    blobs: blobs.map((blob) => {
      const figures = Object.fromEntries(runs.filter((run) => run.blob === blob).map((run) => [run.name, figuresOf(run)]));
      return { file: blob.file, events: blob.expected.length, bytes: blob.bytes.length, ...figures[contestant.headline], variants: figures };
    }),
  }),
);

function figuresOf({ blob, rates, passes }) {
  const eventsPerSecond = median(rates);
  return {
    eventsPerSecond: round(eventsPerSecond),
    bytesPerSecond: round((eventsPerSecond / blob.expected.length) * blob.bytes.length),
    passes,
  };
}

// Fast and wrong is no contestant: the events must be those of the fixture, and no byte may be left out.
function verify({ file, bytes, expected }) {
  for (const [name, { decode, isWhole }] of Object.entries(variants)) {
    const records = decode(bytes);
    if (records.length !== expected.length) {
      throw new Error(`${file}: ${name} found ${records.length} events, the fixture has ${expected.length}`);
    }
    // A form for printing has no bytes and no indexes any more; the variant that it was made from is checked in its place.
    if (!isWhole) continue;
    expected.forEach((event, i) => {
      if (!contestant.agrees(records[i], event)) throw new Error(`${file}: ${name} sees another event at ${i} than ${event.pallet}.${event.event}`);
    });
    if (!isWhole(records, bytes)) throw new Error(`${file}: ${name} did not decode every byte`);
  }
}

// Warms up and returns how many passes fill about two milliseconds, so that reading the clock costs nothing beside them.
function batchSize(run) {
  const { passes, elapsed } = repeat(run, warmUpSecondsMin, 1);
  return Math.max(1, Math.round((0.002 * passes) / elapsed));
}

function repeat({ decode, blob: { bytes, expected } }, secondsMin, batch) {
  const start = performance.now();
  let passes = 0;
  let elapsed = 0;
  while (elapsed < secondsMin) {
    for (let i = 0; i < batch; i++) {
      // Looking at each result keeps the compiler from finding out that nobody needs it.
      if (decode(bytes).length !== expected.length) throw new Error("the number of events changed between passes");
    }
    passes += batch;
    elapsed = (performance.now() - start) / 1000;
  }
  return { passes, elapsed };
}
