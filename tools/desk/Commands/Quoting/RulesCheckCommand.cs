using System.CommandLine;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules check</c>, without a desk.</summary>
internal static class RulesCheckCommand
{
    public static Command Make()
    {
        var (rules, json) = (RuleInput.Rules(), SessionCommands.Json());
        var command = new Command("check", "Say all that is wrong with a rule version, and where. Exit code 2 when something is.") { rules, json };
        command.SetAction(r =>
        {
            var (file, asJson) = (r.GetValue(rules)!, r.GetValue(json));
            var reading = RuleInput.Read(file);
            if (reading.Version is not { } version)
            {
                return RuleInput.Complain(file, reading, asJson);
            }

            if (asJson)
            {
                Console.WriteLine("{\"errors\": []}");
                return 0;
            }

            var screen = new Screen();
            screen.Done($"{file.Name}: version {version.Version}, in force {RuleWords.Validity(version)}. Nothing is wrong with it.");
            screen.Note($"hash {version.Hash}");
            return 0;
        });
        return command;
    }
}
