using System.CommandLine;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules evaluate</c>, without a desk: the very code that the desk judges quotes with.</summary>
internal static class RulesEvaluateCommand
{
    private static readonly string[] Columns = ["case", "verdict", "tier", "concession", "alone up to", "who or why"];

    public static Command Make()
    {
        var (rules, token, json) = (RuleInput.Rules(), RuleInput.Token(), SessionCommands.Json());
        var cases = new Option<FileInfo>("--cases") { Description = "Concessions to be judged: a file of JSON Lines, one object each. Described in docs/rules.md.", HelpName = "FILE.jsonl", Required = true };
        var command = new Command("evaluate", "Judge concessions by a rule version. With --json: one line for each case. Exit code 2 when the rules are broken, or a line is no JSON object.") { rules, cases, token, json };
        command.SetAction(r =>
        {
            var (file, asJson) = (r.GetValue(rules)!, r.GetValue(json));
            var reading = RuleInput.Read(file);
            return reading.Version is { } version
                ? asJson ? Print(version, r.GetValue(cases)!) : Show(version, r.GetValue(cases)!, RuleInput.TokenOf(r.GetValue(token)))
                : RuleInput.Complain(file, reading, asJson);
        });
        return command;
    }

    private static int Print(RuleVersion rules, FileInfo file)
    {
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        using var writer = new Utf8JsonWriter(output);
        foreach (var (number, reading) in Lines(file))
        {
            if (reading is null)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteNumber("line", number);
                writer.WriteString("field", "");
                writer.WriteString("message", "is no JSON object");
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            else
            {
                VerdictJson.Write(writer, rules, reading);
            }

            writer.Flush();
            writer.Reset();
            output.WriteByte((byte)'\n');
            if (reading is null)
            {
                return RulesCommand.Unreadable;
            }
        }

        return 0;
    }

    private static int Show(RuleVersion rules, FileInfo file, Token? token)
    {
        var screen = new Screen();
        var rows = new List<string[]>();
        var (allowed, approval, refused) = (0, 0, 0);
        foreach (var (number, reading) in Lines(file))
        {
            if (reading is null)
            {
                throw new DeskException($"{file.Name}, line {number}: is no JSON object.");
            }

            if (reading.Case is not { } question)
            {
                refused++;
                rows.Add([reading.Name ?? $"line {number}", "refused", "", "", "", $"cannot be read: {string.Join(", ", reading.Invalid)}"]);
                continue;
            }

            var verdict = RuleJudge.Evaluate(rules, question);
            _ = verdict.Kind switch { VerdictKind.Allowed => allowed++, VerdictKind.NeedsApproval => approval++, _ => refused++ };
            rows.Add(
            [
                reading.Name ?? $"line {number}",
                verdict.Kind switch { VerdictKind.Allowed => "allowed", VerdictKind.NeedsApproval => $"step {verdict.Step}", _ => "refused" },
                verdict.Tier ?? "",
                RuleInput.Money(verdict.Concession, token),
                verdict.OwnCeiling is { } own ? RuleInput.Money(own, token) : "",
                Why(verdict),
            ]);
        }

        Answer.Rows(screen, rows, "There are no cases.", "", Columns, row => row);
        screen.Note($"{RuleWords.Count(rows.Count, "case")} by rule version {rules.Version}: {allowed} allowed, {approval} to be approved, {refused} refused.");
        return 0;
    }

    private static string Why(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Allowed => "nobody else is asked",
        VerdictKind.NeedsApproval => $"{RuleWords.All(verdict.Approvers)} within {RuleWords.Count(verdict.SlaHours!.Value, "hour")}: {string.Join("; ", RuleWords.Each(verdict.Reasons).Select(RuleWords.Lift))}",
        _ => string.Join("; ", RuleWords.Each(verdict.Reasons).Select(x => RuleWords.Refusal(x, verdict.Rules))),
    };

    /// <summary>The cases with the numbers of their lines; null for a line that is no JSON object. Blank lines are skipped and counted.</summary>
    private static IEnumerable<(int Number, CaseReading? Case)> Lines(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new DeskException($"There is no file {file.FullName}.");
        }

        var number = 0;
        foreach (var line in File.ReadLines(file.FullName, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false)))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, CaseReader.Read(Encoding.UTF8.GetBytes(line)));
            }
        }
    }
}
