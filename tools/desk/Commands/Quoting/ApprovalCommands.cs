using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk approvals</c></summary>
internal static class ApprovalCommands
{
    private static readonly string[] DelegationColumns = ["from", "until", "role", "in whose place", "who decides", "ended", "note", "id"];

    public static Command Make() => new("approvals", "Quotes beyond what their reps may give alone, and who decides on them.")
    {
        List(), Approve(), Decline(), Delegate(), Delegations(), End(),
    };

    private static Command List()
    {
        var (size, page) = AccountCommands.Paging();
        return QuotingCall.Make("list", "What you may decide, the most urgent first.", [size, page], async (r, call, cancellation) =>
        {
            var answer = await call.ApprovalsAsync(r, (c, o) => c.ListApprovalsAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                if (answer.Items.Count == 0)
                {
                    screen.Line("Nothing waits for you.");
                }

                foreach (var item in answer.Items)
                {
                    var (quote, newest) = (item.Quote, item.Quote.Revisions[^1]);
                    screen.Line($"By {Answer.Date(item.Approval.DueAt)}{(item.Overdue ? ", overdue" : "")}: {quote.Number} revision {newest.Revision}, {quote.Customer.AccountName}, by {quote.OwnerName}; as {item.Approval.Role.Replace('_', ' ')}.");
                    QuoteView.Terms(screen, newest.Terms);
                    if (newest.Ask.ReasonCode.Length + newest.Ask.ReasonNote.Length > 0)
                    {
                        screen.Line($"  Why: {newest.Ask.ReasonCode} {newest.Ask.ReasonNote}".TrimEnd());
                    }

                    foreach (var change in item.Changes)
                    {
                        screen.Line($"  Since the last approval: {change}");
                    }

                    screen.Note($"  ./desk approvals approve {item.Approval.ApprovalId} --terms {item.Approval.TermsSha256}");
                    screen.Line();
                }
            });
        });
    }

    private static Command Approve()
    {
        var id = Id();
        var terms = new Option<string>("--terms") { Description = "The digest of the terms that you have seen: it is these that you approve.", Required = true };
        var reason = new Option<string?>("--reason") { Description = "The reason code, where the step of the ladder wants one." };
        var note = new Option<string?>("--note") { Description = "For the record." };
        return QuotingCall.Make("approve", "Say yes to exactly these terms.", [id, terms, reason, note], async (r, call, cancellation) =>
        {
            var request = new GiveApprovalRequest { RequestId = SessionCommands.NewId(), ApprovalId = r.GetValue(id)!, TermsSha256 = r.GetValue(terms)!, ReasonCode = r.GetValue(reason) ?? "", Note = r.GetValue(note) ?? "" };
            var answer = await call.ApprovalsAsync(r, (c, o) => c.GiveApprovalAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(QuoteView.Sentence(answer.Quote)));
        });
    }

    private static Command Decline()
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why not.", Required = true };
        return QuotingCall.Make("decline", "Say no: the round is over, and the quote a draft again.", [id, reason], async (r, call, cancellation) =>
        {
            var request = new DeclineApprovalRequest { RequestId = SessionCommands.NewId(), ApprovalId = r.GetValue(id)!, Reason = r.GetValue(reason)! };
            var answer = await call.ApprovalsAsync(r, (c, o) => c.DeclineApprovalAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(QuoteView.Sentence(answer.Quote)));
        });
    }

    private static Command Delegate()
    {
        var role = new Argument<string>("role") { Description = "A role of your own: team_lead, head_of_sales, leadership or budget_holder." };
        var to = new Argument<string>("person") { Description = "Who decides in your place, by id." };
        var name = new Option<string>("--name") { Description = "What they are called.", Required = true };
        var from = new Option<string?>("--from") { Description = $"From when on: {Dates.Hint}; now when left out." };
        var until = new Option<string>("--until") { Description = $"Until when, at most 30 days later: {Dates.Hint}.", Required = true };
        var note = new Option<string?>("--note") { Description = "For the record." };
        return QuotingCall.Make("delegate", "Let somebody decide in your place for a while. They must hold a role of that step of the ladder, or of a higher one.", [role, to, name, from, until, note], async (r, call, cancellation) =>
        {
            var request = new DelegateRequest
            {
                RequestId = SessionCommands.NewId(),
                Role = r.GetValue(role)!,
                ToId = r.GetValue(to)!,
                ToName = r.GetValue(name)!,
                StartsAt = (r.GetValue(from) is { } text ? Dates.Parse("--from", text) : TimeProvider.System.GetUtcNow()).ToTimestamp(),
                EndsAt = Dates.Parse("--until", r.GetValue(until)!).ToTimestamp(),
                Note = r.GetValue(note) ?? "",
            };
            var answer = await call.ApprovalsAsync(r, (c, o) => c.DelegateAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Delegation.ToName} decides as {answer.Delegation.Role.Replace('_', ' ')} in your place from {Answer.Date(answer.Delegation.StartsAt)} until {Answer.Date(answer.Delegation.EndsAt)}. {answer.Delegation.DelegationId}"));
        });
    }

    private static Command Delegations()
    {
        var current = new Option<bool>("--current") { Description = "Only those that count now." };
        var (size, page) = AccountCommands.Paging();
        return QuotingCall.Make("delegations", "Who decides in whose place.", [current, size, page], async (r, call, cancellation) =>
        {
            var request = new ListDelegationsRequest { Current = r.GetValue(current), PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.ApprovalsAsync(r, (c, o) => c.ListDelegationsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Delegations, "There is no delegation.", answer.NextPageToken, DelegationColumns,
                d => [Answer.Date(d.StartsAt), Answer.Date(d.EndsAt), d.Role.Replace('_', ' '), d.FromName, d.ToName, Answer.Date(d.EndedAt), d.Note, d.DelegationId]));
        });
    }

    private static Command End()
    {
        var id = new Argument<string>("delegation") { Description = "The delegation's id." };
        return QuotingCall.Make("end-delegation", "End a delegation before its time.", [id], async (r, call, cancellation) =>
        {
            var answer = await call.ApprovalsAsync(r, (c, o) => c.EndDelegationAsync(new() { RequestId = SessionCommands.NewId(), DelegationId = r.GetValue(id)! }, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Delegation.ToName} no longer decides in the place of {answer.Delegation.FromName}."));
        });
    }

    private static Argument<string> Id() => new("approval") { Description = "The request's id, as './desk approvals list' shows it." };
}
