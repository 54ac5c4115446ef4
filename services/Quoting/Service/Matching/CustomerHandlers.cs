using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// Keeps what matching must know of customers: whose chain accounts and para ids are whose, and which accounts became one. Leads' events come in any order, so each row
/// keeps the sequence of the event that told it. Whatever is told late changes verdicts late: an account that is proven after it has bought, bought by a quote all the same.
/// </summary>
internal sealed class CustomerHandlers(MatchBook book) :
    IEventHandler<QuotingDb, ChainAccountNoted>,
    IEventHandler<QuotingDb, ChainAccountRemoved>,
    IEventHandler<QuotingDb, AccountKeyAdded>,
    IEventHandler<QuotingDb, AccountKeyRemoved>,
    IEventHandler<QuotingDb, AccountsMerged>,
    IEventHandler<QuotingDb, MergeUndone>
{
    public Task HandleAsync(ChainAccountNoted message, CloudEvent envelope, CommandScope<QuotingDb> scope) => AccountAsync(
        scope, Guid.Parse(message.AccountId), message.ChainAccount.PublicKey, message.ChainAccount.Network, (AccountTrust)message.ChainAccount.How, isGone: false, envelope.Sequence);

    public Task HandleAsync(ChainAccountRemoved message, CloudEvent envelope, CommandScope<QuotingDb> scope) =>
        AccountAsync(scope, Guid.Parse(message.AccountId), message.PublicKey, message.Network, null, isGone: true, envelope.Sequence);

    public Task HandleAsync(AccountKeyAdded message, CloudEvent envelope, CommandScope<QuotingDb> scope) =>
        TaskAsync(scope, Guid.Parse(message.AccountId), message.Key, isGone: false, envelope.Sequence);

    public Task HandleAsync(AccountKeyRemoved message, CloudEvent envelope, CommandScope<QuotingDb> scope) =>
        TaskAsync(scope, Guid.Parse(message.AccountId), message.Key, isGone: true, envelope.Sequence);

    public async Task HandleAsync(AccountsMerged message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        await LockAllAsync(scope);
        var (survivor, absorbed) = (Guid.Parse(message.AccountId), Guid.Parse(message.AbsorbedAccountId));
        var row = await MergeAsync(scope, Guid.Parse(message.MergeId));
        (row.SurvivorId, row.AbsorbedId) = (survivor, absorbed);
        await scope.Db.SaveChangesAsync(scope.Stop);
        await RejudgeAsync(scope, [survivor, absorbed]);
    }

    public async Task HandleAsync(MergeUndone message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        await LockAllAsync(scope);
        (await MergeAsync(scope, Guid.Parse(message.MergeId))).IsUndone = true;
        await scope.Db.SaveChangesAsync(scope.Stop);
        await RejudgeAsync(scope, [Guid.Parse(message.AccountId), Guid.Parse(message.OtherAccountId)]);
    }

    private async Task AccountAsync(CommandScope<QuotingDb> scope, Guid account, string key, string network, AccountTrust? how, bool isGone, long sequence)
    {
        await LockAllAsync(scope);
        if (await scope.Db.CustomerAccounts.FindAsync([account, key, network], scope.Stop) is not { } row)
        {
            row = new() { AccountId = account, PublicKey = key, Network = network, How = AccountTrust.Unverified };
            scope.Db.CustomerAccounts.Add(row);
        }
        else if (row.Sequence >= sequence)
        {
            return;
        }

        (row.How, row.IsGone, row.Sequence) = (how ?? row.How, isGone, sequence);
        await scope.Db.SaveChangesAsync(scope.Stop);
        var paid = await scope.Db.PaidFacts.Where(f => f.Payer == key).Select(f => new { f.Chain, f.Id }).ToListAsync(scope.Stop);
        foreach (var chain in paid.GroupBy(f => f.Chain))
        {
            await book.JudgeAsync(scope, chain.Key, chain.Select(f => f.Id), []);
        }
    }

    private async Task TaskAsync(CommandScope<QuotingDb> scope, Guid account, AccountKey key, bool isGone, long sequence)
    {
        if (key.Kind != AccountKeyKind.ParaId || !Market.Digits.TryParse<uint>(key.Value, out var para))
        {
            return;
        }

        long task = para;

        await LockAllAsync(scope);
        if (await scope.Db.CustomerTasks.FindAsync([account, key.Network, task], scope.Stop) is not { } row)
        {
            row = new() { AccountId = account, Network = key.Network, Task = task };
            scope.Db.CustomerTasks.Add(row);
        }
        else if (row.Sequence >= sequence)
        {
            return;
        }

        (row.IsGone, row.Sequence) = (isGone, sequence);
        await scope.Db.SaveChangesAsync(scope.Stop);
        var paid = (await scope.Db.PaidFacts.Where(f => f.Tasks.Contains(task)).Select(f => new { f.Chain, f.Id }).ToListAsync(scope.Stop)).Where(f => ChainNames.NetworkOf(f.Chain) == key.Network);
        foreach (var chain in paid.GroupBy(f => f.Chain))
        {
            await book.JudgeAsync(scope, chain.Key, chain.Select(f => f.Id), []);
        }
    }

    private async Task RejudgeAsync(CommandScope<QuotingDb> scope, IReadOnlyCollection<Guid> accounts)
    {
        foreach (var chain in await ChainsAsync(scope))
        {
            await book.JudgeAsync(scope, chain, [], accounts);
        }
    }

    private static async Task<MergedAccountRow> MergeAsync(CommandScope<QuotingDb> scope, Guid merge)
    {
        if (await scope.Db.MergedAccounts.FindAsync([merge], scope.Stop) is { } known)
        {
            return known;
        }

        var row = new MergedAccountRow { MergeId = merge };
        scope.Db.MergedAccounts.Add(row);
        return row;
    }

    // Who is who bears on every chain's matches. All of their names in one call: two commands cannot wait for each other.
    private static async Task LockAllAsync(CommandScope<QuotingDb> scope) => await scope.LockAsync([MatchBook.LockOf("customers"), .. (await ChainsAsync(scope)).Select(MatchBook.LockOf)]);

    private static Task<List<string>> ChainsAsync(CommandScope<QuotingDb> scope) => scope.Db.Offers.Select(o => o.Chain).Distinct().ToListAsync(scope.Stop);
}
