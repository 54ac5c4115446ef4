using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk activities</c></summary>
internal static class ActivityCommands
{
    // What people enter. All else the desk, quotes and the chain enter themselves.
    private static readonly ActivityKind[] Entered = [ActivityKind.Call, ActivityKind.Email, ActivityKind.Message, ActivityKind.Reply, ActivityKind.Meeting, ActivityKind.Note];
    private static readonly string[] Columns = ["when", "what", "summary", "contact", "lead", "by", "corrections", "id"];

    public static Command Make() => new("activities", "What happened at an account: people, quotes and the chain in one order. Nothing is ever deleted.") { Log(), List(), Correct() };

    private static Command Log()
    {
        var account = LeadsCall.Account();
        var kind = new Argument<string>("what")
        {
            Description = "What it was. A reply ends the contact's cadences and needs --contact, a meeting ends those of all the account's contacts; a note keeps no registration alive.",
        };
        kind.AcceptOnlyFromAmong([.. Entered.Select(Answer.Word)]);
        var summary = new Argument<string>("summary") { Description = "What happened, at most 2000 characters." };
        var at = new Option<string?>("--at") { Description = $"When, at most 7 days ago; now unless you say otherwise: {Dates.Hint}." };
        var contact = new Option<string?>("--contact") { Description = "With whom, by id; './desk contacts list' shows ids." };
        var lead = new Option<string?>("--lead") { Description = "About which lead of the account, by id." };
        return LeadsCall.Make("log", "Enter what you did, also at somebody else's account.", [account, kind, summary, at, contact, lead], async (r, call, cancellation) =>
        {
            var request = new LogActivityRequest
            {
                RequestId = SessionCommands.NewId(),
                Kind = Words.Parse<ActivityKind>(r.GetValue(kind)),
                Summary = r.GetValue(summary)!,
                OccurredAt = Instant(r, at),
                ContactId = r.GetValue(contact) ?? "",
                LeadId = r.GetValue(lead) ?? "",
            };
            var of = await call.AccountAsync(r, account, cancellation);
            request.AccountId = of.AccountId;
            var answer = await call.SendAsync(r, (c, o) => new ActivitiesService.ActivitiesServiceClient(c).LogActivityAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"On {Answer.Date(answer.OccurredAt)}: {Answer.Phrase(request.Kind)} at {of.Number} {of.Name} ({answer.ActivityId})"));
        });
    }

    private static Command List()
    {
        var account = LeadsCall.Account();
        var kinds = Words.Several<ActivityKind>("--kind", "Only such.");
        var sources = Words.Several<ActivitySource>("--source", "Only what these entered.");
        var contact = new Option<string?>("--contact") { Description = "Only with this contact, by id." };
        var lead = new Option<string?>("--lead") { Description = "Only about this lead, by id." };
        var from = new Option<string?>("--from") { Description = $"Only what happened then or later: {Dates.Hint}." };
        var before = new Option<string?>("--before") { Description = $"Only what happened before: {Dates.Hint}." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("list", "Show an account's stream, by when things happened, newest first.", [account, kinds, sources, contact, lead, from, before, size, page], async (r, call, cancellation) =>
        {
            var request = new ListActivitiesRequest
            {
                Kinds = { Words.ParseAll<ActivityKind>(r.GetValue(kinds)) },
                Sources = { Words.ParseAll<ActivitySource>(r.GetValue(sources)) },
                ContactId = r.GetValue(contact) ?? "",
                LeadId = r.GetValue(lead) ?? "",
                From = Instant(r, from),
                Before = Instant(r, before),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            request.AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId;
            var answer = await call.SendAsync(r, (c, o) => new ActivitiesService.ActivitiesServiceClient(c).ListActivitiesAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Activities, "Nothing that matches has happened.", answer.NextPageToken, Columns, a =>
            [
                Answer.Date(a.OccurredAt), Answer.Phrase(a.Kind), a.Summary, a.ContactName, a.LeadNumber, By(a), string.Join("\n", a.Corrections.Select(Correction)), a.ActivityId,
            ]));
        });
    }

    private static Command Correct()
    {
        var activity = new Argument<string>("activity-id") { Description = "'./desk activities list' shows ids." };
        var reason = new Argument<string>("reason") { Description = "What is wrong with it, at most 500 characters." };
        var summary = new Option<string?>("--summary") { Description = "What it should have said, at most 2000 characters." };
        var withdraw = new Option<bool>("--withdraw") { Description = "It did not happen, or not at this account." };
        return LeadsCall.Make(
            "correct", "Say what is wrong with an entry of yours. It stays as it was, with the correction beside it; what it had caused is not taken back.",
            [activity, reason, summary, withdraw], async (r, call, cancellation) =>
            {
                if (string.IsNullOrWhiteSpace(r.GetValue(summary)) != r.GetValue(withdraw))
                {
                    throw new DeskException(r.GetValue(withdraw)
                        ? "--summary: says what an entry should have said, and --withdraw that it should not be; give one of them."
                        : "--summary: is missing. Say what the entry should have said, or --withdraw when it did not happen.");
                }

                var request = new CorrectActivityRequest
                {
                    RequestId = SessionCommands.NewId(),
                    ActivityId = r.GetValue(activity)!,
                    Reason = r.GetValue(reason)!,
                    Summary = r.GetValue(summary) ?? "",
                    Withdrawn = r.GetValue(withdraw),
                };
                var answer = await call.SendAsync(r, (c, o) => new ActivitiesService.ActivitiesServiceClient(c).CorrectActivityAsync(request, o), cancellation);
                call.Show(r, answer, screen => screen.Done(
                    $"{(request.Withdrawn ? "Withdrawn" : "Corrected")}. The entry stays readable with {(answer.Corrections == 1 ? "its correction" : $"its {answer.Corrections} corrections")} beside it."));
            });
    }

    private static string By(Activity a) => a.Source == ActivitySource.Person ? a.ActorName : a.ActorName.Length > 0 ? $"{Answer.Phrase(a.Source)} ({a.ActorName})" : Answer.Phrase(a.Source);

    private static string Correction(ActivityCorrection c) =>
        $"{Answer.Date(c.CorrectedAt)}, {c.CorrectedBy}: {(c.Withdrawn ? "withdrawn" : $"should say \"{c.Summary}\"")}{(c.Reason.Length > 0 ? $", because {c.Reason}" : "")}";

    private static Timestamp? Instant(ParseResult r, Option<string?> option) => r.GetValue(option) is { } text ? Dates.Parse(option.Name, text).ToTimestamp() : null;
}
