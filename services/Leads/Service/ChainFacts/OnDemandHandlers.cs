using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>
/// Orders of on-demand blockspace, which are too many for anybody's stream: they are counted by day, for the verification of stated sizes. Whoever places
/// an order, it is the para's use; what credit paid was counted when the credit was bought.
/// </summary>
internal sealed class OnDemandHandlers : IEventHandler<LeadsDb, OnDemandOrderPlaced>
{
    public async Task HandleAsync(OnDemandOrderPlaced message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        if (message.Means == PaymentMeans.Credits)
        {
            return;
        }

        var seen = message.Origin.Seen();
        foreach (var (account, _) in await FactMatcher.ByTasksAsync(scope.Db, [message.Para], seen.Network, scope.Stop))
        {
            await UseBook.NoteOnDemandAsync(scope, account, seen, Planck.Parse(message.SpotPrice));
        }
    }
}
