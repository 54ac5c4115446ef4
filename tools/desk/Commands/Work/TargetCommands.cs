using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>The list of customers to win, under <c>./desk accounts</c>.</summary>
internal static class TargetCommands
{
    private static readonly string[] Columns = ["next on", "next step", "fit", "number", "name", "segment", "found by", "id"];

    public static Command Targets()
    {
        var without = new Option<bool>("--without-next-step") { Description = "Every account for which nothing is planned, target or not." };
        var overdue = new Option<bool>("--overdue") { Description = "Only those whose next step was due before today." };
        var fit = new Option<uint>("--fit") { Description = "Only those that fit at least this well, 0 to 100." };
        var segment = Words.Option<Segment>("--segment", "Only this segment.");
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("targets", "List customers to win, best fit first.", [without, overdue, fit, segment, size, page], async (r, call, cancellation) =>
        {
            var request = new ListTargetsRequest
            {
                WithoutNextStep = r.GetValue(without),
                Overdue = r.GetValue(overdue),
                FitScoreMin = r.GetValue(fit),
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new TargetsService.TargetsServiceClient(c).ListTargetsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Accounts, "No account matches.", answer.NextPageToken, Columns, a =>
            [
                a.Target.NextStep?.On ?? "none", a.Target.NextStep?.What ?? "", a.Target.Source == TargetSource.Unspecified ? "" : $"{a.Target.FitScore}", a.Number, a.Name,
                Answer.Word(a.Segment), a.Target.Source == TargetSource.Unspecified ? "" : Answer.Word(a.Target.Source), a.AccountId,
            ]));
        });
    }

    public static Command Target()
    {
        var account = LeadsCall.Account();
        var source = Words.Option<TargetSource>("--source", "How it was found.", required: true);
        var detail = new Option<string?>("--detail") { Description = "Where exactly." };
        var reasons = new Option<string[]>("--reason") { Description = "Points and a reason, as in \"+40 needs a core by spring\"; repeat it. The fit score is their sum.", Required = true };
        return LeadsCall.Make("target", "Put an account on the list of customers to win, or say anew why it is there.", [account, source, detail, reasons], async (r, call, cancellation) =>
        {
            var request = new SetTargetRequest
            {
                RequestId = SessionCommands.NewId(),
                AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId,
                Source = Words.Parse<TargetSource>(r.GetValue(source)),
                SourceDetail = r.GetValue(detail) ?? "",
                FitReasons = { r.GetValue(reasons)!.Select(Reason) },
            };
            var answer = await call.SendAsync(r, (c, o) => new TargetsService.TargetsServiceClient(c).SetTargetAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Account.Number} {answer.Account.Name} fits {answer.Account.Target.FitScore} of 100."));
        });
    }

    public static Command Drop()
    {
        var account = LeadsCall.Account();
        var reason = new Argument<string>("reason") { Description = "Why not." };
        return LeadsCall.Make("drop-target", "Take an account off the list of customers to win.", [account, reason], async (r, call, cancellation) =>
        {
            var request = new DropTargetRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Reason = r.GetValue(reason)! };
            var answer = await call.SendAsync(r, (c, o) => new TargetsService.TargetsServiceClient(c).DropTargetAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Account.Number} {answer.Account.Name} is no target any more."));
        });
    }

    public static Command Next()
    {
        var account = LeadsCall.Account();
        var on = new Argument<string>("day") { Description = "When, UTC: 2026-11-30." };
        var what = new Argument<string>("what") { Description = "What happens then." };
        var why = new Option<string>("--why") { Description = "Why this, and why then.", Required = true };
        return LeadsCall.Make("next", "Plan what happens next with an account.", [account, on, what, why], async (r, call, cancellation) =>
        {
            var request = new PlanNextStepRequest
            {
                RequestId = SessionCommands.NewId(),
                AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId,
                On = r.GetValue(on)!,
                What = r.GetValue(what)!,
                Why = r.GetValue(why)!,
            };
            var answer = await call.SendAsync(r, (c, o) => new TargetsService.TargetsServiceClient(c).PlanNextStepAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"On {answer.Account.Target.NextStep.On}: {answer.Account.Target.NextStep.What} ({answer.Account.Number} {answer.Account.Name})"));
        });
    }

    public static Command Done()
    {
        var account = LeadsCall.Account();
        var outcome = new Argument<string>("outcome") { Description = "What came of it." };
        return LeadsCall.Make("next-done", "Say what came of the next step. Plan another one then: accounts without one are listed.", [account, outcome], async (r, call, cancellation) =>
        {
            var request = new FinishNextStepRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Outcome = r.GetValue(outcome)! };
            var answer = await call.SendAsync(r, (c, o) => new TargetsService.TargetsServiceClient(c).FinishNextStepAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Account.Number} {answer.Account.Name} is without a next step now."));
        });
    }

    private static FitReason Reason(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && int.TryParse(text.AsSpan(0, blank), System.Globalization.NumberStyles.AllowLeadingSign, null, out var points)
            ? new() { Points = points, Text = text[(blank + 1)..].Trim() }
            : throw new DeskException($"--reason: '{text}' does not begin with points; write \"+40 needs a core by spring\".");
    }
}
