using System.CommandLine;
using CoretimeDesk.Bench;
using CoretimeDesk.Bench.Insights;
using CoretimeDesk.Bench.Leads;
using CoretimeDesk.Bench.Quoting;
using CoretimeDesk.Bench.Substrate;
using CoretimeDesk.Bench.Substrate.Fuzz;
using CoretimeDesk.Bench.Watcher;
using CoretimeDesk.Bench.Web;

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

var pastBlocks = new Option<uint>("--blocks") { Description = "Blocks of the long run.", DefaultValueFactory = _ => 20_000 };
var loopBlocks = new Option<uint>("--loop-blocks") { Description = "Blocks that the loop with @polkadot/api is timed over.", DefaultValueFactory = _ => 400 };
var catchUp = new Command("catch-up", "The chain watcher reading the past of a relay chain, against a loop with @polkadot/api on the same node.") { pastBlocks, loopBlocks, rounds, write };
catchUp.SetAction((r, stop) => CatchUpBench.RunAsync(r.GetValue(pastBlocks), r.GetValue(loopBlocks), r.GetValue(rounds), r.GetValue(write)));

var every = new Option<int>("--every") { Description = "Milliseconds between blocks.", DefaultValueFactory = _ => 250 };
var latencySeconds = new Option<int>("--seconds") { Description = "How long to measure.", DefaultValueFactory = _ => 60 };
var factLatency = new Command("fact-latency", "From a node's notification of a finalised block to its facts at another service.") { every, latencySeconds, write };
factLatency.SetAction((r, stop) => FactLatencyBench.RunAsync(r.GetValue(every), TimeSpan.FromSeconds(r.GetValue(latencySeconds)), r.GetValue(write)));

var rows = new Option<int>("--rows") { Description = "Rows of the file.", DefaultValueFactory = _ => 1_000_000 };
var import = new Command("import", "Importing leads through the service, against COPY of the same rows.") { rows, write };
import.SetAction((r, stop) => ImportBench.RunAsync(r.GetValue(rows), r.GetValue(write)));

var listSeconds = new Option<int>("--seconds") { Description = "How long to ask each question.", DefaultValueFactory = _ => 5 };
var lists = new Command("lists", "Lists and searches over so many leads.") { rows, listSeconds, write };
lists.SetAction((r, stop) => ListBench.RunAsync(r.GetValue(rows), TimeSpan.FromSeconds(r.GetValue(listSeconds)), r.GetValue(write)));

var turn = new Option<double>("--seconds") { Description = "Length of one turn.", DefaultValueFactory = _ => 1 };
var rules = new Command("rules", "Judging concessions, against the same arithmetic in BigInteger and against parsing the case. One thread.") { rounds, turn, write };
rules.SetAction(r => RuleBench.Run(r.GetValue(rounds), TimeSpan.FromSeconds(r.GetValue(turn)), r.GetValue(write)));

var quotes = new Command("quotes", "Beginning and pricing a quote, against the bare journalled command.") { clients, seconds, rounds, warmUp, write };
quotes.SetAction(async (r, stop) => await QuoteBench.RunAsync(r.GetValue(clients), TimeSpan.FromSeconds(r.GetValue(seconds)), r.GetValue(rounds), TimeSpan.FromSeconds(r.GetValue(warmUp)), r.GetValue(write)));

var web = new Option<Uri>("--web") { Description = "The pages of a running demo desk.", DefaultValueFactory = _ => new("http://localhost:8080") };
var identityAt = new Option<Uri>("--identity") { Description = "Its Identity service.", DefaultValueFactory = _ => new("http://127.0.0.1:7101") };
var leadsAt = new Option<Uri>("--leads-service") { Description = "Its Leads service.", DefaultValueFactory = _ => new("http://127.0.0.1:7102") };
var secrets = new Option<FileInfo>("--secrets") { Description = "The desk's secrets.json, for the passwords of demo people.", DefaultValueFactory = _ => new(Path.Combine(".desk", "secrets.json")) };
var leadRows = new Option<int>("--leads") { Description = "Leads to import before; 0 where that was done.", DefaultValueFactory = _ => 100_000 };
var sessions = new Option<int>("--sessions") { Description = "People who look at pages meanwhile.", DefaultValueFactory = _ => 50 };
var think = new Option<int>("--think") { Description = "Seconds that each of them looks at a page, on the average.", DefaultValueFactory = _ => 30 };
var visits = new Option<int>("--visits") { Description = "How often each page is measured.", DefaultValueFactory = _ => 10 };
var settle = new Option<int>("--settle") { Description = "Seconds that it waits at most for the other services to have read what was imported.", DefaultValueFactory = _ => 1_200 };
var pages = new Command("pages", "First paint of the pages of a running demo desk (./desk up --detach), with many leads and other sessions.") { web, identityAt, leadsAt, secrets, leadRows, sessions, think, visits, settle, write };
pages.SetAction((r, stop) => PageBench.RunAsync(
    new(r.GetValue(web)!, r.GetValue(identityAt)!, r.GetValue(leadsAt)!, r.GetValue(secrets)!, r.GetValue(leadRows), r.GetValue(sessions), TimeSpan.FromSeconds(r.GetValue(think)), r.GetValue(visits), TimeSpan.FromSeconds(r.GetValue(settle))), r.GetValue(write), stop));

var facts = new Option<int>("--facts") { Description = "About how many facts.", DefaultValueFactory = _ => 1_000_000 };
var loaded = new Option<bool>("--loaded") { Description = "Facts are put into the table instead of being rebuilt from journals: for questions about so many that a rebuild would take hours." };
var insights = new Command("insights", "Metrics over many facts: a rebuild, a dashboard's questions, and events that come in, each beside plain SQL.") { facts, loaded, seed, clients, seconds, write };
insights.SetAction((r, stop) => InsightsBench.RunAsync(r.GetValue(facts), r.GetValue(loaded), r.GetValue(seed), r.GetValue(clients), TimeSpan.FromSeconds(r.GetValue(seconds)), r.GetValue(write)));

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

return await new RootCommand("Measures the desk against things that a reader knows. Everything runs on this machine's loopback.") { commands, outbox, substrate, decode, fuzz, catchUp, factLatency, import, lists, rules, quotes, insights, pages, contestantEvents, contestantMetadata, echo }.Parse(args).InvokeAsync();
