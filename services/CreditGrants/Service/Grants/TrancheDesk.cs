using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>What people do with a grant that was awarded. The ledger decides whether it may be; no command here spends or uses anything.</summary>
internal sealed class TrancheDesk(CommandRunner<CreditGrantsDb> commands, BudgetBook budgets)
{
    public Task<Outcome<OpenTrancheResponse>> OpenAsync(Command command, Guid id, uint tranche, CancellationToken stop) =>
        ApplyAsync(command, id, "tranche", $"opened tranche {tranche}", (scope, name) => new Opened(EventId(scope, "open"), scope.Now, name, tranche), g => new OpenTrancheResponse { Grant = g }, stop);

    public Task<Outcome<RecordMilestoneResponse>> MilestoneAsync(Command command, Guid id, uint tranche, string evidence, CancellationToken stop) =>
        ApplyAsync(command, id, "milestone", evidence, (scope, name) => new MilestoneReached(EventId(scope, "milestone"), scope.Now, name, tranche), g => new RecordMilestoneResponse { Grant = g }, stop);

    public Task<Outcome<FlagGrantResponse>> FlagAsync(Command command, Guid id, string flag, CancellationToken stop) =>
        ApplyAsync(command, id, "flag", flag, (scope, name) => new Flagged(EventId(scope, "flag"), scope.Now, name, flag), g => new FlagGrantResponse { Grant = g }, stop);

    public Task<Outcome<ClearFlagResponse>> ClearAsync(Command command, Guid id, string flag, string reason, CancellationToken stop) =>
        ApplyAsync(command, id, "flag_cleared", reason, (scope, name) => new Unflagged(EventId(scope, "unflag"), scope.Now, name, flag), g => new ClearFlagResponse { Grant = g }, stop, (grant, actor) =>
            grant.Open.Budget.Accepted.Values.OfType<Flagged>().Where(f => f.Grant == grant.Row.Number && f.Flag == flag).MaxBy(f => f.At) is { } raised && raised.Id.StartsWith($"flag/{actor.Id}/", StringComparison.Ordinal)
                ? new Refusal(RefusalKind.Forbidden, "FLAG_OWN", "Whoever raised a suspicion does not clear it. Another person must look at it.")
                : null);

    public Task<Outcome<ExtendGrantResponse>> ExtendAsync(Command command, Guid id, DateTimeOffset until, string reason, CancellationToken stop) =>
        ApplyAsync(command, id, "extension", reason, (scope, name) => new Extended(EventId(scope, "extend"), scope.Now, name, until), g => new ExtendGrantResponse { Grant = g }, stop, WhyNotOwn);

    public Task<Outcome<RevokeGrantResponse>> RevokeAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        ApplyAsync(command, id, "revocation", reason, (scope, name) => new Revoked(EventId(scope, "revoke"), scope.Now, name), g => new RevokeGrantResponse { Grant = g }, stop);

    private Task<Outcome<TResponse>> ApplyAsync<TResponse>(
        Command command, Guid id, string kind, string reason, Func<CommandScope<CreditGrantsDb>, string, GrantCommand> make, Func<V1.Grant, TResponse> answer, CancellationToken stop, Func<OpenGrant, Actor, Refusal?>? mayNot = null)
        where TResponse : class, IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            var (grant, refusal) = await OpenGrant.LockAsync(scope, budgets, id);
            if (grant is null)
            {
                return refusal!;
            }

            if (grant.Ledger is null)
            {
                return new Refusal(RefusalKind.Precondition, "GRANT_STATE", $"{grant.Row.Number} was not awarded: it is {grant.Row.State.ToString().ToLowerInvariant()}.");
            }

            if (mayNot?.Invoke(grant, scope.Actor) is { } no)
            {
                return no;
            }

            var step = await BudgetBook.ApplyAsync(scope, grant.Open, make(scope, grant.Row.Number));
            if (!step.IsAccepted)
            {
                return GrantRefusals.Of(step);
            }

            DecisionLog.Keep(scope, grant.Row, kind, "done", reason);
            return answer(grant.ToMessage());
        }, stop);

    private static Refusal? WhyNotOwn(OpenGrant grant, Actor actor) => grant.Row.RequestedById == actor.Id || grant.Row.BeneficiaryIds.Contains(actor.Id)
        ? new(RefusalKind.Forbidden, "GRANT_BENEFICIARY", "Nobody extends what they asked for or gain by. Another person must.")
        : null;

    /// <summary>Names who caused it, so that nobody undoes their own doing where another must.</summary>
    private static string EventId(CommandScope<CreditGrantsDb> scope, string kind) => $"{kind}/{scope.Actor.Id}/{Guid.CreateVersion7(scope.Now)}";
}
