using System.CommandLine;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>What people decide about requests, under <c>./desk credits</c>.</summary>
internal static class DecisionCommands
{
    public static Command Approve()
    {
        var (grant, yes) = (CreditsCall.Grant(), Confirmation.Yes());
        var reason = new Option<string?>("--reason") { Description = "For the record. At most 500 characters." };
        return CreditsCall.Make("approve", "Say yes to a request as it is now. The last yes that is needed awards it, and sets its money aside.", [grant, reason, yes], async (r, call, cancellation) =>
        {
            // What was looked at is what is agreed to: a request that has changed in between is refused.
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            Confirmation.Ask(r, yes, $"{GrantView.Sentence(known)} Say yes to it?");
            var request = new DecideGrantRequest { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Yes = true, Reason = r.GetValue(reason) ?? "", ExpectedVersion = known.Version };
            var answer = await call.GrantsAsync(r, (c, o) => c.DecideGrantAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(GrantView.Sentence(answer.Grant)));
        });
    }

    public static Command Decline()
    {
        var (grant, reason) = (CreditsCall.Grant(), CreditsCall.Reason("Why not."));
        return CreditsCall.Make("decline", "Say no to a request.", [grant, reason], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var request = new DecideGrantRequest { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Reason = r.GetValue(reason)!, ExpectedVersion = known.Version };
            var answer = await call.GrantsAsync(r, (c, o) => c.DecideGrantAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(GrantView.Sentence(answer.Grant)));
        });
    }

    public static Command Withdraw()
    {
        var (grant, reason) = (CreditsCall.Grant(), CreditsCall.Reason("Why."));
        return CreditsCall.Make("withdraw", "Take back a request that is not decided.", [grant, reason], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var answer = await call.GrantsAsync(r, (c, o) => c.WithdrawRequestAsync(new() { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Reason = r.GetValue(reason)! }, o), cancellation);
            call.Show(r, answer, screen => screen.Done(GrantView.Sentence(answer.Grant)));
        });
    }

    public static Command Sign()
    {
        var (grant, yes) = (CreditsCall.Grant(), Confirmation.Yes());
        var reason = CreditsCall.Reason("Why the customer should hold something that it can sell.");
        return CreditsCall.Make("sign", "Sign, as a leader, for a rail whose coretime can be sold. Two leaders must, before the award.", [grant, reason, yes], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            Confirmation.Ask(r, yes, $"{known.Number} gives {known.AccountName} coretime that it can sell. Sign for that?");
            var answer = await call.GrantsAsync(r, (c, o) => c.SignRailAsync(new() { RequestId = SessionCommands.NewId(), GrantId = known.GrantId, Reason = r.GetValue(reason)! }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done($"{answer.Grant.RailSignatures.Count} of 2 signatures for the rail of {answer.Grant.Number}.");
                if (answer.Grant.Banner.Length > 0)
                {
                    screen.Warn(answer.Grant.Banner);
                }
            });
        });
    }

    public static Command Decisions()
    {
        var grant = CreditsCall.Grant();
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("decisions", "What a grant's decisions rested on: inputs, rules and reasons, newest first.", [grant, size, page], async (r, call, cancellation) =>
        {
            var known = (await call.GrantAsync(r, grant, cancellation)).Grant;
            var answer = await call.LedgerAsync(r, (c, o) => c.ListDecisionsAsync(new() { GrantId = known.GrantId, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                foreach (var decision in answer.Decisions)
                {
                    screen.Line($"{Answer.Date(decision.DecidedAt)}: {decision.Kind.Replace('_', ' ')}, {decision.Outcome.Replace('_', ' ')}, by {decision.DecidedBy}{(decision.TermsVersion > 0 ? $", terms version {decision.TermsVersion}" : "")}.{(decision.Reason.Length > 0 ? $" {decision.Reason}" : "")}");
                    GrantView.Findings(screen, decision.Findings);
                    screen.Note($"  Known then: {decision.Inputs}");
                }

                if (answer.Decisions.Count == 0)
                {
                    screen.Line("Nothing was decided yet.");
                }

                if (answer.NextPageToken.Length > 0)
                {
                    screen.Note($"There is more: --page {answer.NextPageToken}");
                }
            });
        });
    }
}
