using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk reps</c>, and the commands of <c>./desk leads</c> about who works them.</summary>
internal static class CapacityCommands
{
    private const string Service = RegistrationCommands.Service;

    public static Command Reps() => new("reps", "What each rep serves and carries.") { List(), Set() };

    /// <summary>Below <c>./desk leads</c>.</summary>
    public static IEnumerable<Command> OfLeads() => [Overflow(), Assign(), GiveBack(), Lose(), History()];

    private static Command Overflow()
    {
        var overdue = new Option<bool>("--overdue") { Description = "Only those whose time is up." };
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "overflow", "Leads that nobody has room for, the most urgent first. Each is to be assigned within a day.", [overdue, size, page],
            (r, c, o) => Client(c).ListOverflowAsync(new() { Overdue = r.GetValue(overdue), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o),
            (screen, answer) =>
            {
                Answer.Rows(
                    screen, answer.Leads, "Nothing waits.", answer.NextPageToken, ["due", "account", "lead", "title", "why", "id"],
                    l => [l.Overdue ? $"OVERDUE since {Answer.Date(l.DueAt)}" : Answer.Date(l.DueAt), l.Lead.AccountName, l.Lead.Number, l.Lead.Title, l.Reason, l.Lead.LeadId]);
                screen.Note($"{answer.Waiting} wait, {answer.Overdue} of them overdue.");
            });
    }

    private static Command Assign()
    {
        var lead = Lead();
        var rep = new Option<string?>("--rep") { Description = "Whom to give it to, by id; without it the desk chooses: by segment and territory, then preference, then turns by weight among those with room." };
        var territory = new Option<string?>("--territory") { Description = "What the lead asks for, as profiles call it: emea." };
        var language = new Option<string?>("--language") { Description = "The customer's language: de." };
        return CallCommand.Make(
            Service, "assign", "Give a lead to a rep. Says why them, or why nobody.", [lead, rep, territory, language],
            (r, c, o) => Client(c).AssignLeadAsync(
                new() { RequestId = SessionCommands.NewId(), LeadId = r.GetValue(lead)!, RepId = r.GetValue(rep) ?? "", Territory = r.GetValue(territory) ?? "", Language = r.GetValue(language) ?? "" }, o),
            (screen, answer) =>
            {
                if (answer.Lead.OwnerId.Length > 0)
                {
                    screen.Done($"{answer.Lead.Number} is {answer.Lead.OwnerName}'s. {answer.Reason}");
                }
                else
                {
                    screen.Warn($"{answer.Lead.Number} waits in the overflow queue, due {Answer.Date(answer.Lead.OverflowDueAt)}. {answer.Reason}");
                }
            });
    }

    private static Command GiveBack()
    {
        var (lead, reason) = (Lead(), new Argument<string>("reason") { Description = "Why; whoever gets it next wants to know." });
        return CallCommand.Make(
            Service, "give-back", "Stop working a lead. It waits in the overflow queue then.", [lead, reason],
            (r, c, o) => Client(c).GiveBackLeadAsync(new() { RequestId = SessionCommands.NewId(), LeadId = r.GetValue(lead)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"{answer.Lead.Number} waits for somebody else until {Answer.Date(answer.Lead.OverflowDueAt)}."));
    }

    private static Command Lose()
    {
        var (lead, reason) = (Lead(), new Argument<string>("reason") { Description = "Why it was lost." });
        return CallCommand.Make(
            Service, "lose", "Close a lead as lost. (None is closed as won by hand: a purchase on the chain does that.)", [lead, reason],
            (r, c, o) => Client(c).LoseLeadAsync(new() { RequestId = SessionCommands.NewId(), LeadId = r.GetValue(lead)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"{answer.Lead.Number} was closed as lost on {Answer.Date(answer.Lead.ClosedAt)}."));
    }

    private static Command History()
    {
        var lead = Lead();
        return CallCommand.Make(
            Service, "history", "How a lead came to its owners, and why.", [lead],
            (r, c, o) => Client(c).ListAssignmentsAsync(new() { LeadId = r.GetValue(lead)! }, o),
            (screen, answer) => Answer.Rows(screen, answer.Assignments, "Nobody has had it.", "", ["at", "to", "by", "why"], a => [Answer.Date(a.At), a.RepName, a.ByName, a.Reason]));
    }

    private static Command List() => CallCommand.Make(
        Service, "list", "All profiles, by name.", [],
        (_, c, o) => Client(c).ListRepsAsync(new(), o),
        (screen, answer) => Answer.Rows(
            screen, answer.Reps, "Nobody has a profile.", "", ["name", "open leads", "new today", "weight", "functions", "segments", "territories", "state", "id"],
            r =>
            [
                r.Profile.Name,
                $"{r.Load.OpenLeads} of {r.Load.OpenLeadsMax}",
                $"{r.Load.NewToday} of {r.Load.NewPerDayMax}",
                $"{r.Profile.Weight}",
                Words(r.Profile.Functions),
                r.Profile.Segments.Count == 0 ? "all" : Words(r.Profile.Segments),
                r.Profile.Territories.Count == 0 ? "all" : string.Join(", ", r.Profile.Territories),
                r.HasLeft ? "has left" : r.Profile.Active ? "active" : "inactive",
                r.Profile.PersonId,
            ]));

    private static Command Set()
    {
        var person = new Argument<string>("person-id") { Description = "'./desk people list' shows ids." };
        var name = new Option<string?>("--name") { Description = "Their name, should the desk not know them yet." };
        var functions = Many<SalesFunction>("--function", "What they are there for; repeat it for several.");
        var segments = Many<Segment>("--segment", "Segments they serve; all when left out.");
        var territories = new Option<string[]>("--territory") { Description = "Territories they serve, in words of your own such as emea; all when left out." };
        var languages = new Option<string[]>("--language") { Description = "Languages they speak, such as de; any when left out." };
        var zone = new Option<string>("--time-zone") { Description = "Their time zone, such as Europe/Zurich.", DefaultValueFactory = _ => "Etc/UTC" };
        var weight = new Option<int>("--weight") { Description = "Share of turns, 1 to 10.", DefaultValueFactory = _ => 1 };
        var open = new Option<int?>("--open-leads") { Description = "Open leads at most; as the rules say when left out." };
        var month = new Option<int?>("--monthly") { Description = "New leads in 30 days at most; as the rules say when left out." };
        var inactive = new Option<bool>("--inactive") { Description = "No leads by turns, for a holiday or for good." };
        return CallCommand.Make(
            Service, "set", "Make or replace a rep's profile. What is left out goes back to its usual value.", [person, name, functions, segments, territories, languages, zone, weight, open, month, inactive],
            (r, c, o) =>
            {
                var profile = new RepProfile
                {
                    PersonId = r.GetValue(person)!,
                    Name = r.GetValue(name) ?? "",
                    Functions = { (r.GetValue(functions) ?? []).Select(CoretimeDesk.Desk.Client.Words.Parse<SalesFunction>) },
                    Segments = { (r.GetValue(segments) ?? []).Select(CoretimeDesk.Desk.Client.Words.Parse<Segment>) },
                    Territories = { r.GetValue(territories) ?? [] },
                    Languages = { r.GetValue(languages) ?? [] },
                    TimeZone = r.GetValue(zone)!,
                    Weight = r.GetValue(weight),
                    Active = !r.GetValue(inactive),
                };
                if (r.GetValue(open) is { } max)
                {
                    profile.OpenLeadsMax = max;
                }

                if (r.GetValue(month) is { } monthly)
                {
                    profile.MonthlyCapacity = monthly;
                }

                return Client(c).SetRepProfileAsync(new() { RequestId = SessionCommands.NewId(), Profile = profile }, o);
            },
            (screen, answer) => screen.Done($"{answer.Profile.Name}, weight {answer.Profile.Weight}, {(answer.Profile.Active ? "active" : "inactive")}."));
    }

    private static Argument<string> Lead() => new("lead-id") { Description = "'./desk leads list' shows ids." };

    private static Option<string[]> Many<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Where(v => Convert.ToInt32(v) != 0).Select(Answer.Word).ToArray();
        var option = new Option<string[]>(name) { Description = $"{description} One of {string.Join(", ", words)}." };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static string Words<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(Answer.Word));

    private static CapacityService.CapacityServiceClient Client(GrpcChannel channel) => new(channel);
}
