using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>What is told beside payments: remarks that name them, balances after them, transfers between watched accounts.</summary>
internal sealed class BesideHandlers(FactBook book) :
    IEventHandler<CreditGrantsDb, Remarked>,
    IEventHandler<CreditGrantsDb, BalanceSeen>,
    IEventHandler<CreditGrantsDb, BalanceTransferred>
{
    public async Task HandleAsync(Remarked message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        var origin = message.Origin;
        if (RailFacts.DigestOf(message.Remark) is not { } digest || !origin.HasExtrinsicIndex || !await FactBook.GivesOnAsync(scope, origin.Chain))
        {
            return;
        }

        await FactBook.LockAsync(scope, origin.Chain);
        if (!await scope.Db.Remarks.AnyAsync(r => r.FactId == origin.FactId, scope.Stop))
        {
            scope.Db.Remarks.Add(new() { FactId = origin.FactId, Chain = origin.Chain, BlockNumber = origin.BlockNumber, Extrinsic = origin.ExtrinsicIndex, Payload = digest });
        }
    }

    /// <summary>Of an account without a programme as well: it is watched before its programme exists, and what it holds is told once.</summary>
    public async Task HandleAsync(BalanceSeen message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        await FactBook.LockAsync(scope, message.Origin.Chain);
        var programme = await FactBook.ProgrammeOfAsync(scope, message.Origin.Chain, message.Account);
        await PoolFacts.SeeAsync(scope, message, programme is { } id ? await book.OpenAsync(scope, id) : null);
    }

    /// <summary>Who may have funded whom: all of them, since a customer's cluster is looked for later.</summary>
    public async Task HandleAsync(BalanceTransferred message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        var origin = message.Origin;
        if (await scope.Db.Transfers.AnyAsync(t => t.FactId == origin.FactId, scope.Stop))
        {
            return;
        }

        scope.Db.Transfers.Add(new()
        {
            FactId = origin.FactId,
            Chain = origin.Chain,
            From = message.From,
            To = message.To,
            Planck = Planck.Parse(message.Amount).Value,
            OccurredAt = RailFacts.At(origin),
        });
    }
}
