using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Commands of <c>./desk assessments</c> about what waits for one: who asked, since when, and who works on it.</summary>
internal static class AssessmentQueueCommands
{
    private static readonly string[] Columns = ["due", "waits", "account", "size", "why", "taken by", "the deal's"];

    public static Command Queue()
    {
        var mine = new Option<bool>("--mine") { Description = "Only what you work on." };
        var free = new Option<bool>("--free") { Description = "Only what nobody works on." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("queue", "List the customers that wait for an assessment and for how long, the one that is due first first.", [mine, free, size, page], async (r, call, cancellation) =>
        {
            if (r.GetValue(mine) && r.GetValue(free))
            {
                throw new DeskException("--free: leave it out with --mine; what you work on is not free.");
            }

            var request = new ListAssessmentQueueRequest { Mine = r.GetValue(mine), Free = r.GetValue(free), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ListAssessmentQueueAsync(request, o), cancellation);
            var now = TimeProvider.System.GetUtcNow();
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Works, "Nothing waits for an assessment.", answer.NextPageToken, Columns, work => Row(work, now)));
        });
    }

    public static Command Ask()
    {
        var account = LeadsCall.Account();
        var reason = new Argument<string>("reason") { Description = "What it is needed for, at most 500 characters." };
        var due = new Option<string>("--due") { Description = "By which day, as in 2027-01-05: today to 90 days from now.", Required = true };
        return LeadsCall.Make("ask", "Put a customer in the queue, whatever its size. Asking again changes reason and day.", [account, reason, due], async (r, call, cancellation) =>
        {
            var request = new AskForAssessmentRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Reason = r.GetValue(reason)!, DueOn = r.GetValue(due)! };
            var answer = await call.SendAsync(r, (c, o) => Client(c).AskForAssessmentAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Work.AccountNumber} {answer.Work.AccountName} waits for an assessment, due {Answer.Date(answer.Work.DueAt)}."));
        });
    }

    public static Command Take()
    {
        var account = LeadsCall.Account();
        var over = new Option<bool>("--over") { Description = "Also from a colleague." };
        return LeadsCall.Make("take", "Say that you work on a customer's assessment. For solution engineers.", [account, over], async (r, call, cancellation) =>
        {
            var request = new TakeAssessmentRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, TakeOver = r.GetValue(over) };
            var answer = await call.SendAsync(r, (c, o) => Client(c).TakeAssessmentAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Work.AccountNumber} {answer.Work.AccountName} is yours: './desk assessments write --account {answer.Work.AccountNumber}'."));
        });
    }

    public static Command GiveBack()
    {
        var account = LeadsCall.Account();
        return LeadsCall.Make("give-back", "Let others take it. What is written so far stays.", [account], async (r, call, cancellation) =>
        {
            var request = new GiveBackAssessmentRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId };
            var answer = await call.SendAsync(r, (c, o) => Client(c).GiveBackAssessmentAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Work.AccountNumber} {answer.Work.AccountName} is free again."));
        });
    }

    private static string[] Row(AssessmentWork work, DateTimeOffset now) =>
    [
        work.DueAt is { } due && due.ToDateTimeOffset() < now ? $"{Answer.Date(due)}, overdue" : Answer.Date(work.DueAt),
        work.Since is null ? "" : Days(now - work.Since.ToDateTimeOffset()),
        $"{work.AccountNumber} {work.AccountName}",
        $"{Answer.Phrase(work.Segment)}, tier {$"{work.SizeTier}".ToUpperInvariant()}",
        work.Need switch
        {
            AssessmentNeed.Asked => $"{work.AskedBy} asks: {work.AskedWhy}",
            AssessmentNeed.Missing => "there is none, and without one no quote goes out",
            AssessmentNeed.RunsOut => "the one there is runs out",
            AssessmentNeed.RanOut => "the one there was counts no more",
            _ => "taken before anybody asked",
        },
        work.TakenBy.Length == 0 ? "" : $"{work.TakenBy}{(work.HasDraft ? ", begun" : "")}",
        work.OwnerName,
    ];

    private static string Days(TimeSpan waits) => waits.TotalDays switch { < 1 => "since today", < 2 => "1 day", var days => $"{(int)days} days" };

    private static AssessmentQueueService.AssessmentQueueServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
