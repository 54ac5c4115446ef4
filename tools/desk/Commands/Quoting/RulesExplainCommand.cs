using System.CommandLine;
using System.Text.Json;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules explain</c>: by a file, for which no desk is needed, or by the version that the desk has in force.</summary>
internal static class RulesExplainCommand
{
    public static Command Make()
    {
        var rules = new Option<FileInfo?>("--rules") { Description = "A rule version: a JSON file. Without it, the desk is asked for the version in force.", HelpName = "FILE" };
        var segment = new Option<string>("--segment") { Description = "The customer's kind, as in startup, builder, enterprise, government.", Required = true };
        var tier = new Option<string?>("--tier") { Description = "The customer's size, as in S, M, L, XL." };
        var periods = new Option<ulong?>("--annual-core-periods") { Description = "The customer's size, as core-periods that it needs in a year. A core for a year is 13." };
        var role = new Option<string>("--role") { Description = "Who quotes, as in rep, team_lead, head_of_sales.", DefaultValueFactory = _ => "rep" };
        var list = new Option<string>("--list") { Description = "The list price of the whole term: \"120.5 DOT\", or \"1205000000000 planck\".", HelpName = "AMOUNT", Required = true };
        var commission = new Option<int>("--commission-bp") { Description = "The commission of the sale in basis points. Without it: 2500, the usual plan.", DefaultValueFactory = _ => 2500 };
        var overlay = new Option<int>("--overlay-bp") { Description = "What others get on top of it, in basis points.", DefaultValueFactory = _ => 0 };
        var at = new Option<string?>("--at") { Description = $"When it is to be quoted: {Dates.Hint}. Without it: now." };
        var phase = new Option<string?>("--phase-ends-at") { Description = "When the sale phase ends. Without it: not soon." };
        var token = new Option<string>("--token") { Description = "What amounts are of: DOT, KSM or PAS.", HelpName = "SYMBOL", DefaultValueFactory = _ => "DOT" };
        var (json, address, workspace) = (SessionCommands.Json(), Shared.Address(), Shared.File());
        var command = new Command("explain", "Say what may be conceded before a number is typed: what alone, what with whose approval, what not at all, and why.")
        {
            rules, segment, tier, periods, role, list, commission, overlay, at, phase, token, json, address, workspace,
        };
        command.SetAction(async (r, cancellation) =>
        {
            RuleVersion version;
            if (r.GetValue(rules) is { } file)
            {
                var reading = RuleInput.Read(file);
                if (reading.Version is not { } read)
                {
                    return RuleInput.Complain(file, reading, r.GetValue(json));
                }

                version = read;
            }
            else
            {
                version = await RulesServiceCommands.FetchAsync(Workspace.Of(r.GetValue(workspace)), r.GetValue(address), 0, cancellation);
            }

            var unit = RuleInput.TokenOf(r.GetValue(token))!;
            var explanation = RuleExplainer.Explain(version, new()
            {
                Segment = r.GetValue(segment)!,
                Size = Size(r.GetValue(tier), r.GetValue(periods)),
                Role = r.GetValue(role)!,
                List = RuleInput.Amount("--list", r.GetValue(list)!, unit),
                Commission = RuleInput.Rate("--commission-bp", r.GetValue(commission)),
                Overlay = RuleInput.Rate("--overlay-bp", r.GetValue(overlay)),
                At = r.GetValue(at) is { } instant ? Dates.Parse("--at", instant) : TimeProvider.System.GetUtcNow(),
                PhaseEndsAt = r.GetValue(phase) is { } end ? Dates.Parse("--phase-ends-at", end) : null,
            });
            var lines = new ExplanationText(amount => RuleInput.Money(amount, unit)).Of(explanation);
            if (r.GetValue(json))
            {
                ChainOutput.Json(writer => Write(writer, explanation, lines));
            }
            else
            {
                var screen = new Screen();
                lines.ToList().ForEach(screen.Line);
            }

            return 0;
        });
        return command;
    }

    internal static CaseSize Size(string? tier, ulong? periods) => (tier, periods) switch
    {
        ({ } name, null) => CaseSize.Tier(name),
        (null, { } annual) => CaseSize.CorePeriods(annual),
        _ => throw new DeskException("--tier: give the customer's size with --tier or with --annual-core-periods, and not with both."),
    };

    private static void Write(Utf8JsonWriter writer, Explanation x, IReadOnlyList<string> lines)
    {
        writer.WriteStartObject();
        writer.WriteNumber("rule_version", x.Rules.Version);
        writer.WriteString("rule_hash", x.Rules.Hash);
        writer.WriteString("tier", x.Tier?.Name);
        Strings(writer, "refusals", x.Refusals.ToNames());
        writer.WriteString("own_ceiling_planck", x.OwnCeiling?.ToString());
        writer.WriteString("deepest_planck", x.Deepest?.ToString());
        writer.WriteBoolean("needs_assessment", x.NeedsAssessment);
        Ranges(writer, "ranges", x.Ranges);
        Ranges(writer, "rebate_ranges", x.RebateRanges);
        Strings(writer, "sentences", lines);
        writer.WriteEndObject();
    }

    private static void Ranges(Utf8JsonWriter writer, string name, IEnumerable<ConcessionRange> ranges)
    {
        writer.WriteStartArray(name);
        foreach (var range in ranges)
        {
            writer.WriteStartObject();
            writer.WriteString("from_planck", range.From.ToString());
            writer.WriteString("to_planck", range.To.ToString());
            writer.WriteNumber("to_bp", range.ToBp);
            writer.WriteNumber("step", range.Step);
            writer.WriteBoolean("own", range.IsOwn);
            Strings(writer, "approvers", range.Approvers);
            if (range.SlaHours is { } hours)
            {
                writer.WriteNumber("sla_hours", hours);
            }
            else
            {
                writer.WriteNull("sla_hours");
            }

            writer.WriteBoolean("needs_reason", range.NeedsReason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
