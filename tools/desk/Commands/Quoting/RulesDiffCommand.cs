using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules diff</c>: of files, for which no desk is needed, or of versions that the desk has.</summary>
internal static class RulesDiffCommand
{
    public static Command Make()
    {
        var before = new Argument<string>("before") { Description = "A rule version: a JSON file, or the number of one that the desk has (0 for the one in force)." };
        var after = new Argument<string>("after") { Description = "Another one." };
        var (json, address, workspace) = (SessionCommands.Json(), Shared.Address(), Shared.File());
        var command = new Command("diff", "Say what a rule version changes, in words. Exit code 2 when one of them is broken.") { before, after, json, address, workspace };
        command.SetAction(async (r, cancellation) =>
        {
            var rules = new List<RuleVersion>();
            foreach (var named in new[] { r.GetValue(before)!, r.GetValue(after)! })
            {
                if (!File.Exists(named) && uint.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    rules.Add(await RulesServiceCommands.FetchAsync(Workspace.Of(r.GetValue(workspace)), r.GetValue(address), number, cancellation));
                    continue;
                }

                var reading = RuleInput.Read(new(named));
                if (reading.Version is not { } version)
                {
                    return RuleInput.Complain(new(named), reading, r.GetValue(json));
                }

                rules.Add(version);
            }

            Show(rules[0], rules[1], RuleDiff.Between(rules[0], rules[1]), r.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Show(RuleVersion old, RuleVersion now, IReadOnlyList<RuleChange> changes, bool asJson)
    {
        if (asJson)
        {
            ChainOutput.Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var change in changes)
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", change.Path);
                    writer.WriteString("before", change.Before);
                    writer.WriteString("after", change.After);
                    writer.WriteString("sentence", change.Sentence);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return;
        }

        var screen = new Screen();
        screen.Line(changes.Count == 0 ? $"Version {old.Version} and version {now.Version} say the same." : $"Version {now.Version} differs from version {old.Version} in {RuleWords.Count(changes.Count, "point")}:");
        foreach (var change in changes)
        {
            screen.Line($"  {change.Sentence}");
        }
    }
}
