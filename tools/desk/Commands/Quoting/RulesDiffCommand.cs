using System.CommandLine;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules diff</c> of two files, without a desk.</summary>
internal static class RulesDiffCommand
{
    public static Command Make()
    {
        var before = new Argument<FileInfo>("before") { Description = "A rule version: a JSON file." };
        var after = new Argument<FileInfo>("after") { Description = "Another one." };
        var json = SessionCommands.Json();
        var command = new Command("diff", "Say what a rule version changes, in words. Exit code 2 when one of them is broken.") { before, after, json };
        command.SetAction(r =>
        {
            var (first, second, asJson) = (r.GetValue(before)!, r.GetValue(after)!, r.GetValue(json));
            var (was, becomes) = (RuleInput.Read(first), RuleInput.Read(second));
            if (was.Version is not { } old)
            {
                return RuleInput.Complain(first, was, asJson);
            }

            if (becomes.Version is not { } now)
            {
                return RuleInput.Complain(second, becomes, asJson);
            }

            Show(old, now, RuleDiff.Between(old, now), asJson);
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
