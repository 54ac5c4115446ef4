using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Commands and questions about accounts.</summary>
public sealed class AccountDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, DuplicateReview review)
{
    /// <summary>Creates an account. Of any number with the same key at the same instant the database lets one through.</summary>
    public async Task<Outcome<CreateAccountResponse>> CreateAsync(Command command, CreateAccountRequest request, IReadOnlyList<StrongKey> keys, CancellationToken stop)
    {
        var outcome = await commands.RunAsync<CreateAccountResponse>(command, async scope =>
        {
            var number = await scope.Db.NextNumberAsync('A', scope.Now, scope.Stop);
            var asked = new CreateAccount(
                Guid.CreateVersion7(scope.Now), number, request.Name.Trim(), request.Segment.ToDomain(), request.AnnualCorePeriods, request.IsDao, request.MainBusinessElsewhere)
            {
                Ecosystems = [.. request.Ecosystems],
                Keys = keys,
            };
            var decision = AccountRules.Create(asked, await AccountOwners.TakenAsync(scope.Db, keys, null, scope.Stop), scope.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            var (row, account) = AccountBook.Enter(scope, decision.Events);
            var alike = await DuplicateFinder.FindAsync(scope.Db, account, null, scope.Stop);
            await DuplicateReview.NoteAsync(scope.Db, row.Id, alike, scope.Now, scope.Stop);

            // A partner learns who has a key that they know themselves, but not which customers have names like theirs.
            var told = scope.Actor.Is(Role.Rep, Role.TeamLead, Role.HeadOfSales, Role.Service) ? alike : [];
            return new CreateAccountResponse { Account = account.ToMessage(row.Version), PossibleDuplicates = { await DuplicateFinder.TellAsync(scope.Db, told, scope.Stop) } };
        }, stop);
        await LookAgainAsync(outcome.IsRepeat, outcome.Response?.Account);
        return outcome;
    }

    /// <summary>Changes fields.</summary>
    public async Task<Outcome<EditAccountResponse>> EditAsync(Command command, Guid id, EditAccount edit, long expectedVersion, CancellationToken stop)
    {
        var outcome = await ChangeAsync(
            command, id, expectedVersion,
            async (scope, account) => edit.AnnualCorePeriods is { } size && size != account.AnnualCorePeriods && await SizeBook.OpenOfAsync(scope.Db, id, scope.Stop) is { } open
                ? SizeReviewRules.UnderReview(open.Number, $"{account.Number} {account.Name}")
                : AccountRules.Edit(account, edit),
            looks: edit.Name is not null, (account, alike) => new EditAccountResponse { Account = account, PossibleDuplicates = { alike } }, stop,
            edit.AnnualCorePeriods is null ? [] : [SizeBook.LockOf(id)]);
        await LookAgainAsync(outcome.IsRepeat || edit.Name is null, outcome.Response?.Account);
        return outcome;
    }

    /// <summary>Adds a key.</summary>
    public async Task<Outcome<AddAccountKeyResponse>> AddKeyAsync(Command command, Guid id, StrongKey key, CancellationToken stop)
    {
        var outcome = await ChangeAsync(
            command, id, 0,
            async (scope, account) => AccountRules.AddKey(account, key, await AccountOwners.TakenAsync(scope.Db, key, id, scope.Stop), scope.Now),
            looks: key.Kind == KeyKind.Domain, (account, alike) => new AddAccountKeyResponse { Account = account, PossibleDuplicates = { alike } }, stop);
        await LookAgainAsync(outcome.IsRepeat || key.Kind != KeyKind.Domain, outcome.Response?.Account);
        return outcome;
    }

    /// <summary>Takes a key back.</summary>
    public Task<Outcome<RemoveAccountKeyResponse>> RemoveKeyAsync(Command command, Guid id, StrongKey key, CancellationToken stop) =>
        ChangeAsync(command, id, 0, (_, account) => Task.FromResult(AccountRules.RemoveKey(account, key)), looks: false, (account, _) => new RemoveAccountKeyResponse { Account = account }, stop);

    /// <summary>The account, or the one that it is part of by now, or a refusal.</summary>
    public async Task<Outcome<GetAccountResponse>> GetAsync(Guid? id, string number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var whole = AccountBook.Whole(db).AsNoTracking();
        if (await whole.SingleOrDefaultAsync(a => id != null ? a.Id == id : a.Number == number, stop) is not { } asked)
        {
            return id is { } known ? Refusal.NotFound("account", known) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no account with number {number}.");
        }

        if (asked.MergedIntoId is not { } into)
        {
            return new GetAccountResponse { Account = asked.ToMessage() };
        }

        var live = await AccountBook.LiveIdAsync(db, into, stop);
        return new GetAccountResponse { Account = (await whole.SingleAsync(a => a.Id == live, stop)).ToMessage(), MergedNumber = asked.Number };
    }

    /// <summary>A page of accounts, newest first.</summary>
    public async Task<ListAccountsResponse> ListAsync(Page page, Segment? segment, SizeTier? tier, string nameContains, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var ids = await Find(db, page, segment, tier, await NamePart.LookAsync(db, nameContains, stop)).ToListAsync(stop);
        var rows = await AccountBook.Whole(db).AsNoTracking().Where(a => ids.Contains(a.Id)).OrderByDescending(a => a.Id).ToListAsync(stop);
        return new()
        {
            Accounts = { rows.Take(page.Size).Select(r => r.ToMessage()) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }

    /// <summary>The query itself, for its plan to be looked at.</summary>
    public static IQueryable<Guid> Find(LeadsDb db, Page page, Segment? segment, SizeTier? tier, NamePart? name)
    {
        var found = db.Accounts.Where(a => a.MergedIntoId == null);
        if (segment is { } s)
        {
            found = found.Where(a => a.Segment == s);
        }

        if (tier is { } t)
        {
            found = found.Where(a => a.SizeTier == t);
        }

        found = name?.Of(db, found) ?? found;
        if (page.Before is { } before)
        {
            found = found.Where(a => a.Id < before);
        }

        return found.OrderByDescending(a => a.Id).Select(a => a.Id).Take(page.Size + 1);
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, long expectedVersion, Func<CommandScope<LeadsDb>, AccountState, Task<Decision<AccountEvent>>> decide, bool looks,
        Func<Account, IReadOnlyList<PossibleDuplicate>, TResponse> answer, CancellationToken stop, params string[] locks)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            if (locks.Length > 0)
            {
                await scope.LockAsync(locks);
            }

            var (row, refusal) = await AccountBook.OpenAsync(scope.Db, id, expectedVersion, scope.Stop);
            if (refusal is not null)
            {
                return refusal;
            }

            var account = row!.ToState();
            var decision = await decide(scope, account);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            IReadOnlyList<Lookalike> alike = [];
            if (decision.Events.Count > 0)
            {
                account = await AccountBook.ChangeAsync(scope, row, decision.Events);
                alike = looks ? await DuplicateFinder.FindAsync(scope.Db, account, null, scope.Stop) : [];
                await DuplicateReview.NoteAsync(scope.Db, id, alike, scope.Now, scope.Stop);
            }

            return answer(account.ToMessage(row.Version), await DuplicateFinder.TellAsync(scope.Db, alike, scope.Stop));
        }, stop);

    private Task LookAgainAsync(bool needless, Account? account) => needless || account is null ? Task.CompletedTask : review.LookAgainAsync(Guid.Parse(account.AccountId));
}
