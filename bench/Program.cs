using System.CommandLine;
using CoretimeDesk.Bench;
using CoretimeDesk.Bench.Substrate;
using CoretimeDesk.Bench.Substrate.Fuzz;

var clients = new Option<int>("--clients") { Description = "Callers at once, the same for every contestant.", DefaultValueFactory = _ => 16 };
var seconds = new Option<int>("--seconds") { Description = "Length of one turn.", DefaultValueFactory = _ => 10 };
var rounds = new Option<int>("--rounds") { Description = "Turns of each contestant; they alternate, and the median counts.", DefaultValueFactory = _ => 3 };
var warmUp = new Option<int>("--warm-up") { Description = "Seconds of load before anything is measured, for the just-in-time compiler.", DefaultValueFactory = _ => 20 };
var rate = new Option<int>("--rate") { Description = "Events per second.", DefaultValueFactory = _ => 500 };
var write = new Option<bool>("--write") { Description = "Put the table into docs/performance.md." };
var port = new Argument<int>("port");

var commands = new Command("commands", "A journalled command against a bare gRPC echo and against pgbench's single insert.") { clients, seconds, rounds, warmUp, write };
commands.SetAction(async (r, stop) => await CommandBench.RunAsync(r.GetValue(clients), TimeSpan.FromSeconds(r.GetValue(seconds)), r.GetValue(rounds), TimeSpan.FromSeconds(r.GetValue(warmUp)), r.GetValue(write)));

var outbox = new Command("outbox", "From a command's commit to a handler in another service, through the sidecar.") { rate, seconds, write };
outbox.SetAction(async (r, stop) => await OutboxBench.RunAsync(r.GetValue(rate), TimeSpan.FromSeconds(r.GetValue(seconds)), r.GetValue(write)));

var substrate = new Command("substrate", "Decoding events and metadata, against @polkadot/types and polkadot-api.") { rounds, write };
substrate.SetAction((r, stop) => SubstrateBench.RunAsync(1, r.GetValue(rounds), r.GetValue(write)));

var decode = new Command("decode", "Full against filtered decoding, with allocations (BenchmarkDotNet).") { write };
decode.SetAction(r => DecodeReport.Run(r.GetValue(write)));

var inputs = new Option<long>("--inputs") { Description = "Damaged inputs to try.", DefaultValueFactory = _ => 5_000_000 };
var seed = new Option<int>("--seed") { Description = "Which ones; the same seed gives the same inputs.", DefaultValueFactory = _ => 1 };
var secondsMax = new Option<int>("--seconds") { Description = "Stop after so long, whatever was tried by then.", DefaultValueFactory = _ => 1_800 };
var fuzz = new Command("fuzz", "Damages recorded events, extrinsics, storage and metadata, and checks what the decoder makes of them. One thread.") { inputs, seed, secondsMax, write };
fuzz.SetAction((r, stop) => Task.FromResult(FuzzRun.Run(r.GetValue(inputs), r.GetValue(seed), TimeSpan.FromSeconds(r.GetValue(secondsMax)), r.GetValue(write), stop)));

var words = new Argument<string[]>("words");
var contestantEvents = new Command("contestant-events", "This library as a contestant; 'substrate' starts it.") { words };
contestantEvents.Hidden = true;
contestantEvents.SetAction(r => Contestant.Events(r.GetValue(words)![0], r.GetValue(words)![1].Split(','), double.Parse(r.GetValue(words)![2]), int.Parse(r.GetValue(words)![3])));

var contestantMetadata = new Command("contestant-metadata", "This library as a contestant; 'substrate' starts it.") { words };
contestantMetadata.Hidden = true;
contestantMetadata.SetAction(r => Contestant.Metadata(Blob.All.Single(b => b.Name == r.GetValue(words)![0]), repeats: 21));

var echo = new Command("echo", "Serves the bare echo; the other benchmarks start it.") { port };
echo.Hidden = true;
echo.SetAction((r, stop) => EchoServer.RunAsync(r.GetValue(port)));

return await new RootCommand("Measures the desk against things that a reader knows. Everything runs on this machine's loopback.") { commands, outbox, substrate, decode, fuzz, contestantEvents, contestantMetadata, echo }.Parse(args).InvokeAsync();
