using System.Collections.Immutable;
using System.CommandLine;
using CoretimeDesk.Commissions;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission check</c></summary>
internal static class CommissionCheckCommand
{
    public static Command Make()
    {
        var (plan, json) = (CommissionInput.Plan(), SessionCommands.Json());
        var command = new Command("check", "Say all that is wrong with a plan file, and where: what cannot be computed with, or else what may not be adopted. Exit code 2 when something is.") { plan, json };
        command.SetAction(r =>
        {
            var file = r.GetValue(plan)!;
            var reading = PlanFile.Read(CommissionInput.Bytes(file));
            var faults = reading.Book is { } book ? PlanPolicy.Check(book) : reading.Faults;
            if (r.GetValue(json))
            {
                ChainOutput.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("errors");
                    foreach (var fault in faults)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("path", fault.Field);
                        writer.WriteString("message", fault.Message);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                Show(file, reading.Book, faults);
            }

            return faults.Length == 0 ? 0 : CommissionCommand.Unreadable;
        });
        return command;
    }

    private static void Show(FileInfo file, PlanBook? book, ImmutableArray<Fault> faults)
    {
        var screen = new Screen();
        if (faults.Length == 0)
        {
            screen.Done($"{file.Name}: {string.Join(", ", book!.Plans.Keys)}. Nothing is wrong.");
            return;
        }

        screen.Warn(faults.Length == 1 ? $"{file.Name} has a fault:" : $"{file.Name} has {faults.Length} faults:");
        foreach (var fault in faults)
        {
            screen.Line($"  {(fault.Field.Length == 0 ? "the file" : fault.Field)} {fault.Message}");
        }
    }
}
