using System.CommandLine;
using System.Text;
using System.Text.Json;
using CoretimeDesk.CreditGrants.Cases;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits simulate</c>, without a desk: the very ledger that the desk keeps its budgets with.</summary>
internal static class CreditsSimulateCommand
{
    public static Command Make()
    {
        var (token, json) = (RuleInput.Token(), SessionCommands.Json());
        var cases = new Option<FileInfo>("--cases") { Description = "Budgets and what happens to them: a file of JSON Lines, one object each. Described in docs/credits.md.", HelpName = "FILE.jsonl", Required = true };
        var postings = new Option<bool>("--postings") { Description = "Show the entry of every event, debits and credits of both books." };
        var command = new Command("simulate", "Run events through the ledger of a budget. With --json: one line for each case. Exit code 2 when a line is no JSON object, or the terms of a budget cannot be read.") { cases, postings, token, json };
        command.Validators.Add(r =>
        {
            if (r.GetValue(json) && (r.GetValue(postings) || r.GetValue(token) is not null))
            {
                r.AddError("--json prints every step in planck: leave out --postings and --token.");
            }
        });
        command.SetAction(r => r.GetValue(json)
            ? Print(r.GetValue(cases)!)
            : Show(r.GetValue(cases)!, new(RuleInput.TokenOf(r.GetValue(token)), r.GetValue(postings))));
        return command;
    }

    private static int Print(FileInfo file)
    {
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        using var writer = new Utf8JsonWriter(output);
        foreach (var (number, reading) in Lines(file))
        {
            if (reading.Case is { } budget)
            {
                StepJson.Write(writer, budget);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteNumber("line", number);
                writer.WriteString("field", reading.InvalidField);
                writer.WriteString("message", reading.Problem);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.Flush();
            writer.Reset();
            output.WriteByte((byte)'\n');
            if (reading.Case is null)
            {
                return CreditsCommand.Unreadable;
            }
        }

        return 0;
    }

    private static int Show(FileInfo file, BudgetView view)
    {
        var (screen, count) = (new Screen(), 0);
        foreach (var (number, reading) in Lines(file))
        {
            if (reading.Case is not { } budget)
            {
                screen.Warn($"{file.Name}, line {number}: {(reading.InvalidField.Length == 0 ? "" : $"{reading.InvalidField} ")}{reading.Problem}.");
                return CreditsCommand.Unreadable;
            }

            view.Show(screen, budget, number);
            count++;
        }

        if (count == 0)
        {
            screen.Line("There are no cases.");
        }

        return 0;
    }

    /// <summary>The cases with the numbers of their lines. Blank lines are skipped and counted.</summary>
    private static IEnumerable<(int Number, BudgetCaseReading Case)> Lines(FileInfo file)
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
                yield return (number, BudgetCaseReader.Read(Encoding.UTF8.GetBytes(line)));
            }
        }
    }
}
