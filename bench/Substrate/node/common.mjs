// What both programs share: arguments, files, versions, medians.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";

const contestants = ["papi", "polkadot-js"];

export function readArguments(options, usage) {
  try {
    const { values } = parseArgs({ options, strict: true });
    for (const name of Object.keys(options)) {
      if (values[name] === undefined && !options[name].optional) throw new Error(`--${name} is missing`);
    }
    if (!contestants.includes(values.contestant)) throw new Error(`--contestant is one of ${contestants.join(", ")}`);
    return values;
  } catch (error) {
    console.error(`${error.message}\nusage: ${usage}`);
    process.exit(2);
  }
}

export function positive(text, name) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} must be above zero, not ${text}`);
  return number;
}

// The contestant's module; only the one asked for is loaded, so that neither pays for the other.
export function load(contestant) {
  return import(`./${contestant}.mjs`);
}

// The decompressed metadata in a buffer of its own: scale-ts reads the whole ArrayBuffer behind a view, from its first byte on.
export function readMetadata(path) {
  return new Uint8Array(gunzipSync(readFileSync(path)));
}

// A fixture file, with its events as bytes. Refuses one of another runtime; the version of the metadata format may differ.
export function readBlob(path, metadataPath) {
  const fixture = JSON.parse(readFileSync(path, "utf8"));
  if (runtimeOf(fixture.metadata) !== runtimeOf(metadataPath)) {
    throw new Error(`${path} belongs to ${fixture.metadata}, not to ${metadataPath}`);
  }
  const bytes = new Uint8Array(Buffer.from(fixture.eventsHex.slice(2), "hex"));
  return { file: basename(path, ".json"), bytes, expected: fixture.decoded.events };
}

function runtimeOf(path) {
  return basename(path).replace(/\.v\d+\.scale\.gz$/, "");
}

// The versions that are installed, which need not be those that package.json asks for.
export function versionsOf(packages) {
  const manifest = (name) => new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return Object.fromEntries(packages.map((name) => [name, JSON.parse(readFileSync(manifest(name), "utf8")).version]));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Three digits behind the point: more would claim a precision that nobody measured.
export function round(number) {
  return Math.round(number * 1000) / 1000;
}
