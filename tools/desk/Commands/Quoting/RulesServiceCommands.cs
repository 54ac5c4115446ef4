using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>The commands of <c>./desk rules</c> that ask the desk.</summary>
internal static class RulesServiceCommands
{
    public const string Service = "quoting";

    private static readonly string[] Columns = ["version", "in force from", "until", "adopted", "by", "why", "hash"];

    public static Command List()
    {
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "list", "All versions that were adopted, the latest first.", [size, page],
            (r, c, o) => Client(c).ListRuleVersionsAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o),
            (screen, answer) => Answer.Rows(
                screen, answer.Versions, "No version was adopted.", answer.NextPageToken, Columns,
                v => [$"{v.Version}{(v.InForce ? ", in force" : "")}", Answer.Date(v.EffectiveFrom), Answer.Date(v.EffectiveTo), Answer.Date(v.AdoptedAt), v.AdoptedBy, v.Reason, v.Sha256[..12]]));
    }

    public static Command Show()
    {
        var version = new Argument<uint>("version") { Description = "The version; the one in force when left out.", DefaultValueFactory = _ => 0 };
        var at = new Option<string?>("--at") { Description = $"Instead of a version: the one that is in force at that time: {Dates.Hint}." };
        var raw = new Option<bool>("--raw") { Description = "Print the version itself, as a file to check, edit and adopt." };
        return CallCommand.Make(
            Service, "show", "Show a version: who adopted it and why, and what it says.", [version, at, raw],
            (r, c, o) => Client(c).GetRuleVersionAsync(
                new() { Version = r.GetValue(version), At = r.GetValue(at) is { } text ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Dates.Parse("--at", text)) : null }, o),
            (_, _) => { },
            (r, answer) =>
            {
                if (r.GetValue(raw))
                {
                    Console.WriteLine(answer.RulesJson);
                }
                else if (!IsJson(r))
                {
                    Print(new(), answer.Record, RuleFile.Read(answer.RulesJson).Version);
                }

                return 0;
            });
    }

    public static Command Adopt()
    {
        var file = new Argument<FileInfo>("rules.json") { Description = "A whole version: './desk rules show --raw' prints one to begin with. It needs the next number, and an effective_from that is not in the past." };
        var reason = new Option<string>("--reason") { Description = "Why the rules change.", Required = true };
        return CallCommand.Make(
            Service, "adopt", "Adopt a version. What was quoted before keeps the version that judged it.", [file, reason],
            (r, c, o) => Client(c).AdoptRuleVersionAsync(new() { RequestId = SessionCommands.NewId(), RulesJson = Text(r.GetValue(file)!), Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"Version {answer.Record.Version} was adopted; it is in force from {Answer.Date(answer.Record.EffectiveFrom)} on. Hash {answer.Record.Sha256}."));
    }

    /// <summary>The version of that number from the desk; 0 for the one in force.</summary>
    public static async Task<RuleVersion> FetchAsync(Workspace workspace, string? address, uint number, CancellationToken cancellation)
    {
        var answer = await new DeskClient(workspace, TimeProvider.System).CallAsync(Service, address, (c, o) => Client(c).GetRuleVersionAsync(new() { Version = number }, o), cancellation);
        return RuleFile.Read(answer.RulesJson).Version is { } rules && rules.Hash == answer.Record.Sha256
            ? rules
            : throw new DeskException($"What the desk answered as version {answer.Record.Version} does not have the hash {answer.Record.Sha256} that it claims.");
    }

    public static RulesService.RulesServiceClient Client(GrpcChannel channel) => new(channel);

    private static bool IsJson(ParseResult r) => r.GetValue<bool>("--json");

    /// <summary>What will be asked to be adopted. All faults are told here; an answer of the service would have room for the first ones.</summary>
    private static string Text(FileInfo file)
    {
        var reading = RuleInput.Read(file);
        return reading.Version is null
            ? throw new DeskException(string.Join(Environment.NewLine, [$"{file.Name} has {RuleWords.Count(reading.Complaints.Length, "fault")}:", .. reading.Complaints.Select(RuleInput.Sentence)]))
            : File.ReadAllText(file.FullName);
    }

    private static void Print(Screen screen, RuleVersionRecord record, RuleVersion? rules)
    {
        screen.Line($"Version {record.Version}{(record.InForce ? ", in force now" : "")}, adopted on {Answer.Date(record.AdoptedAt)} by {record.AdoptedBy}: {record.Reason}");
        screen.Note($"hash {record.Sha256}");
        if (rules is null || rules.Hash != record.Sha256)
        {
            screen.Warn("Its text does not have the hash that the desk claims.");
            return;
        }

        foreach (var line in RuleSummary.Of(rules))
        {
            screen.Line(line);
        }
    }
}
