using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Targets;

/// <summary>Which targets to list; null means any.</summary>
public sealed record TargetFilter(bool WithoutNextStep, bool Overdue, int FitScoreMin, Segment? Segment);

/// <summary>Commands and questions about the list of customers to win.</summary>
public sealed class TargetDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, TimeProvider time)
{
    /// <summary>Puts an account on the list.</summary>
    public Task<Outcome<SetTargetResponse>> SetAsync(Command command, Guid id, Targeting target, CancellationToken stop) =>
        ChangeAsync(command, id, (_, account) => TargetRules.Set(account, target), account => new SetTargetResponse { Account = account }, stop);

    /// <summary>Takes it off.</summary>
    public Task<Outcome<DropTargetResponse>> DropAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        ChangeAsync(command, id, (_, account) => TargetRules.Drop(account, reason), account => new DropTargetResponse { Account = account }, stop);

    /// <summary>Says what happens next.</summary>
    public Task<Outcome<PlanNextStepResponse>> PlanAsync(Command command, Guid id, string what, string why, DateOnly on, CancellationToken stop) =>
        ChangeAsync(command, id, (scope, _) => TargetRules.Plan(new(what, why, on, scope.Actor.Name, scope.Now)), account => new PlanNextStepResponse { Account = account }, stop);

    /// <summary>Says what came of it.</summary>
    public Task<Outcome<FinishNextStepResponse>> FinishAsync(Command command, Guid id, string outcome, CancellationToken stop) =>
        ChangeAsync(command, id, (_, account) => TargetRules.Finish(account, outcome), account => new FinishNextStepResponse { Account = account }, stop);

    /// <summary>A page of targets, best fit first.</summary>
    public async Task<ListTargetsResponse> ListAsync(KeysetPage page, TargetFilter filter, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await Find(db, page, filter, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).ToListAsync(stop);
        return new()
        {
            Accounts = { rows.Take(page.Size).Select(r => r.ToMessage()) },
            NextPageToken = page.NextToken(rows, r => $"{r.FitRank}", r => r.Id),
        };
    }

    /// <summary>Whether a page token's key is one of this list.</summary>
    public static bool IsKey(string key) => short.TryParse(key, out var score) && score is >= AccountRow.NoFit and <= TargetRules.ScoreMax;

    /// <summary>The query itself, for its plan to be looked at.</summary>
    public static IQueryable<AccountRow> Find(LeadsDb db, KeysetPage page, TargetFilter filter, DateOnly today)
    {
        var found = AccountBook.Whole(db).AsNoTracking().Where(a => a.MergedIntoId == null);
        found = filter switch
        {
            { WithoutNextStep: true } => found.Where(a => a.NextStepOn == null),
            { Overdue: true } => found.Where(a => a.NextStepOn < today),
            _ => found.Where(a => a.TargetSource != null),
        };
        if (filter.FitScoreMin > 0)
        {
            found = found.Where(a => a.FitRank >= filter.FitScoreMin);
        }

        if (filter.Segment is { } segment)
        {
            found = found.Where(a => a.Segment == segment);
        }

        if (page.Id is { } id)
        {
            var score = short.Parse(page.Key);
            found = found.Where(a => a.FitRank < score || (a.FitRank == score && a.Id < id));
        }

        return found.OrderByDescending(a => a.FitRank).ThenByDescending(a => a.Id).Take(page.Size + 1);
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, Func<CommandScope<LeadsDb>, AccountState, Decision<AccountEvent>> decide, Func<Account, TResponse> answer, CancellationToken stop)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, id, 0, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var account = row!.ToState();
            var decision = decide(scope, account);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            account = decision.Events.Count > 0 ? await AccountBook.ChangeAsync(scope, row, decision.Events) : account;
            return answer(account.ToMessage(row.Version));
        }, stop);
}
