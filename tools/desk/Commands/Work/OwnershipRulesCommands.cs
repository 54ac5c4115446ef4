using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk ownership-rules</c></summary>
internal static class OwnershipRulesCommands
{
    private const string Service = RegistrationCommands.Service;

    public static Command Make() => new("ownership-rules", "The numbers that registrations, capacity and hand-overs go by.") { Show(), Adopt() };

    private static Command Show()
    {
        var number = new Argument<int>("version") { Description = "The version; those in force when left out.", DefaultValueFactory = _ => 0 };
        return CallCommand.Make(
            Service, "show", "Show a version. With --json it can be edited, and then adopted.", [number],
            (r, c, o) => Client(c).GetOwnershipRulesAsync(new() { Number = r.GetValue(number) }, o),
            (screen, answer) => Print(screen, answer.Rules));
    }

    private static Command Adopt()
    {
        var file = new Argument<FileInfo>("rules.json") { Description = "All numbers, as './desk ownership-rules show --json' prints them." };
        var reason = new Option<string>("--reason") { Description = "Why they change.", Required = true };
        return CallCommand.Make(
            Service, "adopt", "Put new numbers in force, at once and for what begins from now on. Refused when others were adopted since you looked.", [file, reason],
            (r, c, o) =>
            {
                var rules = Read(r.GetValue(file)!);
                return Client(c).AdoptOwnershipRulesAsync(new() { RequestId = SessionCommands.NewId(), Rules = rules, BasedOn = rules.Number, Reason = r.GetValue(reason)! }, o);
            },
            (screen, answer) =>
            {
                screen.Done($"Version {answer.Rules.Number} is in force.");
                Print(screen, answer.Rules);
            });
    }

    internal static OwnershipRules Read(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new DeskException($"There is no file {file.FullName}.");
        }

        try
        {
            return GetOwnershipRulesResponse.Parser.ParseJson(File.ReadAllText(file.FullName)).Rules ?? throw new DeskException($"{file.Name} has no \"rules\"; begin with what './desk ownership-rules show --json' prints.");
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new DeskException($"{file.Name} cannot be read: {e.Message}", e);
        }
    }

    private static void Print(Screen screen, OwnershipRules x)
    {
        screen.Line($"Version {x.Number}, adopted on {Answer.Date(x.AdoptedAt)} by {x.AdoptedBy}: {x.Reason}");
        foreach (var (what, value) in new[]
        {
            ("decision on a claim", $"{x.DecisionWorkingDays} working days, then approved by silence"),
            ("protection", $"{x.ProtectionDays} days, and {x.ExtensionsMax} extensions of {x.ExtensionDays} days"),
            ("silence", $"warned after {x.WarnAfterDays} days, released after {x.ReleaseAfterDays}"),
            ("capacity of a rep", $"{x.OpenLeadsMax} open leads, {x.MonthlyCapacity} new ones a month, {x.MonthlyCapacity / 30} a day"),
            ("overflow queue", $"assigned within {x.OverflowHours} hours"),
            ("hand-over", $"accepted within {x.HandOverWorkingDays} working days"),
            ("working days", $"Monday to Friday, {x.CalendarZone}{(x.Holidays.Count > 0 ? $", without {string.Join(", ", x.Holidays)}" : "")}"),
        })
        {
            screen.Line($"  {what,-20} {value}");
        }
    }

    private static RegistrationsService.RegistrationsServiceClient Client(GrpcChannel channel) => new(channel);
}
