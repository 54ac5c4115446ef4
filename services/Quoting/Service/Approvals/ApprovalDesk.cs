using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>Decisions on quotes that are beyond what their reps may give alone.</summary>
public sealed class ApprovalDesk(CommandRunner<QuotingDb> commands, QuoteBook book, RuleBook rulebook)
{
    /// <summary>Yes to exactly these terms.</summary>
    public Task<Outcome<GiveApprovalResponse>> GiveAsync(Command command, Guid approvalId, string termsSha256, string reasonCode, string note, CancellationToken stop) => DecideAsync(
        command,
        approvalId,
        async (scope, open, delegations) =>
        {
            var judged = open.Quote.Newest.Judgement is { } judgement ? await rulebook.OfAsync(scope.Db, judgement.RuleVersion, scope.Stop) : null;
            return ApprovalRules.Give(open.Quote, approvalId, scope.Actor, delegations, termsSha256, reasonCode, note, open.Now, code => judged?.HasReason(code) == true);
        },
        quote => new GiveApprovalResponse { Quote = quote },
        stop);

    /// <summary>No, with a reason.</summary>
    public Task<Outcome<DeclineApprovalResponse>> DeclineAsync(Command command, Guid approvalId, string reason, CancellationToken stop) => DecideAsync(
        command,
        approvalId,
        (scope, open, delegations) => Task.FromResult(ApprovalRules.Decline(open.Quote, approvalId, scope.Actor, delegations, reason, open.Now)),
        quote => new DeclineApprovalResponse { Quote = quote },
        stop);

    private Task<Outcome<TResponse>> DecideAsync<TResponse>(
        Command command,
        Guid approvalId,
        Func<CommandScope<QuotingDb>, OpenQuote, IReadOnlyList<Delegation>, Task<Decision<QuoteEvent>>> decide,
        Func<V1.Quote, TResponse> answer,
        CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            var quoteId = await scope.Db.Approvals.Where(a => a.Id == approvalId).Select(a => (Guid?)a.QuoteId).SingleOrDefaultAsync(scope.Stop);
            if (quoteId is not { } id || await book.FindAsync(scope, id) is not { } open)
            {
                return Refusal.NotFound("approval", approvalId);
            }

            var delegations = await DelegationBook.ToAsync(scope.Db, scope.Actor, open.Now, scope.Stop);
            if (QuoteAccess.SightOf(open.Row, scope.Actor, delegations) != Sight.Whole)
            {
                return Refusal.NotFound("approval", approvalId);
            }

            var decision = await decide(scope, open, delegations);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            book.Record(scope, open, decision.Events);
            return answer(open.ToMessage());
        }, stop);
}
