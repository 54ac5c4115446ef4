using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Approvals;

/// <summary>What is asked, in one sentence.</summary>
public static class Asks
{
    public static string ApprovalAsk(this Approval approval, Quote quote)
    {
        ArgumentNullException.ThrowIfNull(approval);
        ArgumentNullException.ThrowIfNull(quote);
        var newest = quote.Revisions[^1];
        var (concession, symbol) = Words.Amount(newest.Terms?.Total?.ConcessionPlanck ?? "", newest.Terms?.Price?.Token?.Symbol ?? "", newest.Terms?.Price?.Token?.Decimals ?? 0);
        return $"{quote.OwnerName} asks for {concession} {symbol} off for {quote.Customer.AccountName}, {quote.Number} r{approval.Revision}";
    }
}
