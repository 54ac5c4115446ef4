using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>One tranche of a grant whose rail is followed. A remark finds any of them, also of a grant that is over; without one only those that can be meant now.</summary>
/// <param name="Target">The tranche.</param>
/// <param name="Kind">The grant's rail.</param>
/// <param name="Account">The customer's account, for credits and for regions that are handed over; null on other rails.</param>
/// <param name="TakesPayments">A payment without a remark can be for it: the newest open tranche of its grant that is not paid yet, while the grant runs.</param>
/// <param name="TakesUse">What is used of the grant is used of it: the first open tranche whose payments are not used up.</param>
public sealed record FollowedGrant(RailTarget Target, RailKind Kind, AccountId32? Account = null, bool TakesPayments = true, bool TakesUse = true)
{
    /// <summary>All tranches of a grant.</summary>
    /// <param name="programme">The programme's id.</param>
    /// <param name="grant">The grant as the ledger has it.</param>
    /// <param name="kind">Its rail.</param>
    /// <param name="para">The para that is to run.</param>
    /// <param name="account">The customer's account; null on rails that need none.</param>
    public static IEnumerable<FollowedGrant> Of(string programme, Grant grant, RailKind kind, uint para, AccountId32? account)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var open = (int)grant.OpenTranches;
        var paying = -1;
        var used = open - 1;
        for (var i = open - 1; i >= 0; i--)
        {
            var tranche = grant.Tranches[i];
            paying = paying < 0 && grant.Closing is null && !tranche.Left.IsZero ? i : paying;
            used = tranche.Used < tranche.Net.Value ? i : used;
        }

        return grant.Tranches.Select((_, i) => new FollowedGrant(new(programme, grant.Name, i + 1, para), kind, account, i == paying, i == used));
    }
}
