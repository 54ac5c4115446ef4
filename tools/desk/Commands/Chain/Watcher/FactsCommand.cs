using System.CommandLine;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using Google.Protobuf;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain facts</c> and <c>./desk chain fact</c></summary>
internal static class FactsCommand
{
    private const int PageMax = 200;
    private static readonly string[] Columns = ["when", "fact", "says", "chain", "block", "id"];

    public static Command List()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var json = new Option<bool>("--json") { Description = "Print JSON, a fact in each line." };
        var chain = new Option<string?>("--chain") { Description = "Only this chain's, as './desk chain followers' calls it. Without it: all that are followed.", HelpName = "NAME" };
        var type = new Option<string[]>("--type") { Description = "Only facts of this type, such as Purchased; repeat it for several.", HelpName = "TYPE", DefaultValueFactory = _ => [] };
        var account = new Option<string?>("--account") { Description = "Only facts that name this account, in any role: an address of any network, or 0x hex.", HelpName = "ACCOUNT" };
        var task = new Option<uint>("--task") { Description = "Only facts that name this parachain.", HelpName = "PARA" };
        var since = new Option<string?>("--since") { Description = $"Nothing that happened before: {Dates.Hint}.", HelpName = "DATE" };
        var from = new Option<string?>("--from-block") { Description = "Nothing of earlier blocks.", HelpName = "BLOCK" };
        var to = new Option<string?>("--to-block") { Description = "Nothing of later blocks.", HelpName = "BLOCK" };
        var follow = new Option<bool>("--follow") { Description = "Go on showing facts as they come, oldest first, until Ctrl-C." };
        var (size, page) = AccountCommands.Paging();
        var command = new Command("facts", "List what final blocks say, newest first.") { chain, type, account, task, since, from, to, follow, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var filter = new ListFactsRequest
            {
                Types_ = { r.GetValue(type)!.Select(given => Type(type.Name, given)) },
                Account = RegionsCommand.Account(account.Name, r.GetValue(account)),
                Task = r.GetValue(task),
                FromBlock = r.GetValue(from) is { } first ? Dates.Block(from.Name, first) : 0,
                ToBlock = r.GetValue(to) is { } last ? Dates.Block(to.Name, last) : 0,
            };
            var instant = r.GetValue(since) is { } text ? Dates.Parse(since.Name, text) : (DateTimeOffset?)null;
            Check(r.GetValue(size), r.GetValue(follow), filter, r.GetValue(page), r.GetValue(chain));

            var client = Options.Client(r, file, address);
            var followers = await client.FollowersAsync(cancellation);
            var chains = r.GetValue(chain) is { } name ? [WatcherClient.Named(chain.Name, name, followers).Chain] : followers.Select(f => f.Chain).ToList();
            if (r.GetValue(page) is not null && chains.Count > 1)
            {
                throw new DeskException($"--page: belongs to one chain; name it with --chain, one of {string.Join(", ", chains)}.");
            }

            var query = new FactQuery(chains, filter, instant);
            if (r.GetValue(follow))
            {
                await FollowAsync(new(client, query), r.GetValue(size), r.GetValue(json), cancellation);
                return;
            }

            var (facts, next, more) = await query.PageAsync(client, r.GetValue(size), r.GetValue(page) ?? "", cancellation);
            Print(facts, next, more, r.GetValue(json));
        });
        return command;
    }

    public static Command One()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var id = new Argument<string>("fact-id") { Description = "As './desk chain facts' shows it." };
        var command = new Command("fact", "Show one fact, where it comes from, and what happened beside it in the same extrinsic.") { id, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await Options.Client(r, file, address).CallAsync((c, o) => c.GetFactAsync(new() { FactId = r.GetValue(id)! }, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen =>
            {
                var origin = answer.Fact.Origin;
                screen.Line($"{answer.Fact.Type}: {FactText.Of(answer.Fact)}");
                screen.Line($"{Show.Block(origin.OccurredAt, origin.BlockNumber)} of {origin.Chain}, {origin.BlockHash}{(origin.HasEventIndex ? $", event {origin.EventIndex}" : "")}");
                screen.Line(origin.HasExtrinsicIndex
                    ? $"extrinsic {origin.ExtrinsicIndex} ({origin.ExtrinsicHash}), {origin.Call}{(origin.Signer.Length > 0 ? $", signed by {Show.Account(origin.Signer, origin.Token)}" : "")}{RanAs(origin)}"
                    : $"by the chain itself ({origin.Phase}), without an extrinsic");
                foreach (var beside in answer.Beside)
                {
                    screen.Line($"  beside it {beside.Type}: {FactText.Of(beside)} ({beside.Origin.FactId})");
                }
            });
        });
        return command;
    }

    private static string RanAs(FactOrigin origin) => origin.RanAsPath.Length == 0 ? ""
        : $", run by {origin.RanAsPath} as {(origin.RanAsAccount.Length > 0 ? Show.Account(origin.RanAsAccount, origin.Token) : Answer.Word(origin.RanAs))}";

    private static string Type(string option, string given) => FactText.Types.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase))
        ?? throw new DeskException($"{option}: '{given}' is no type of fact; there are {string.Join(", ", FactText.Types)}.");

    private static void Check(int size, bool follows, ListFactsRequest filter, string? page, string? chain)
    {
        if (size is < 1 or > PageMax)
        {
            throw new DeskException($"--page-size: is {size}; 1 to {PageMax} is allowed.");
        }

        if (follows && (page is not null || filter.ToBlock > 0))
        {
            throw new DeskException($"{(page is not null ? "--page" : "--to-block")}: cannot be combined with --follow, which goes on with what comes.");
        }

        if (filter.ToBlock > 0 && filter.ToBlock < filter.FromBlock)
        {
            throw new DeskException($"--to-block: is {filter.ToBlock}, which is below --from-block {filter.FromBlock}.");
        }

        if (chain is null && (filter.FromBlock > 0 || filter.ToBlock > 0))
        {
            throw new DeskException($"{(filter.FromBlock > 0 ? "--from-block" : "--to-block")}: each chain counts its own blocks; name one with --chain, or use --since DATE.");
        }
    }

    private static async Task FollowAsync(FactFeed feed, int recent, bool asJson, CancellationToken cancellation)
    {
        var (screen, errors) = (new Screen(), new Screen(Console.Error));
        await feed.RunAsync(
            recent,
            fact =>
            {
                if (asJson)
                {
                    Console.WriteLine(JsonLine(fact));
                }
                else
                {
                    screen.Line($"{Show.Block(fact.Origin.OccurredAt, fact.Origin.BlockNumber)} of {fact.Origin.Chain}: {fact.Type}: {FactText.Of(fact)}");
                }
            },
            errors.Warn,
            cancellation);
    }

    private static void Print(IReadOnlyList<Fact> facts, string next, bool more, bool asJson)
    {
        if (asJson)
        {
            foreach (var fact in facts)
            {
                Console.WriteLine(JsonLine(fact));
            }
        }
        else
        {
            Answer.Rows(new Screen(), facts, "No fact matches.", next, Columns, f => [Answer.Date(f.Origin.OccurredAt), f.Type, FactText.Of(f), f.Origin.Chain, $"{f.Origin.BlockNumber}", f.Origin.FactId]);
        }

        // Beside the answer, so that its lines stay JSON.
        if (more && (asJson || next.Length == 0))
        {
            Console.Error.WriteLine(next.Length > 0 ? $"There is more: --page {next}" : "There is more: name a chain with --chain to page through its facts.");
        }
    }

    /// <summary>The event's own fields, with the name of its type before them.</summary>
    private static string JsonLine(Fact fact)
    {
        var line = new JsonObject { ["type"] = fact.Type, ["recordedAt"] = fact.RecordedAt?.ToDateTimeOffset().ToString("O") };
        foreach (var (name, value) in JsonNode.Parse(fact.Json)!.AsObject())
        {
            line[name] = value?.DeepClone();
        }

        return line.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
