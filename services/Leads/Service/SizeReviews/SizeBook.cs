using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>What is known of an account's size: what was stated, and all that the chain shows.</summary>
/// <param name="Account">The account.</param>
/// <param name="Cores">By which it has cores.</param>
/// <param name="OnDemand">What it spent on on-demand blockspace.</param>
/// <param name="EndPrices">The current end price of a core by network.</param>
internal sealed record KnownSize(AccountRow Account, IReadOnlyList<CoreUse> Cores, IReadOnlyList<OnDemandUse> OnDemand, IReadOnlyDictionary<string, Planck> EndPrices)
{
    /// <summary>What was stated, and since when the tier is that.</summary>
    public StatedSize Stated => new(Account.AnnualCorePeriods, Account.SizeStatedAt ?? Account.CreatedAt);

    /// <summary>The first fact by which it uses the chain; null for none.</summary>
    public DateTimeOffset? FirstUseAt => Cores.Select(c => c.ObtainedAt).Concat(OnDemand.Select(d => d.FirstAt)).Select(at => (DateTimeOffset?)at).Min();

    /// <summary>When the first use began to run.</summary>
    public DateTimeOffset? UseBeginsAt => Cores.Select(c => c.BeginsAt).Concat(OnDemand.Select(d => d.FirstAt)).Select(at => (DateTimeOffset?)at).Min();

    /// <summary>When the stated size is verified; null without any use.</summary>
    public DateTimeOffset? DueAt => FirstUseAt is { } first ? SizeReviewRules.DueAt(Stated.At, first, UseBeginsAt!.Value) : null;

    /// <summary>The time to look at until an instant; null while there is none.</summary>
    public SizeWindow? Window(DateTimeOffset until) => UseBeginsAt is { } begins ? SizeReviewRules.Window(Stated.At, begins, until) : null;

    /// <summary>What the chain shows in that time; null when it cannot be told.</summary>
    public SizeShown? Shown(SizeWindow window) => SizeMeasure.Of(Cores, OnDemand, EndPrices, window);
}

/// <summary>Finds what sizes are verified by.</summary>
internal static class SizeBook
{
    /// <summary>Held by whatever states, verifies or reviews an account's size.</summary>
    public static string LockOf(Guid account) => $"size of {account}";

    /// <summary>The account's size.</summary>
    public static async Task<KnownSize> OfAsync(LeadsDb db, AccountRow account, CancellationToken stop)
    {
        var cores = await db.CoreUses.AsNoTracking().Where(u => u.AccountId == account.Id).OrderBy(u => u.ObtainedAt).ThenBy(u => u.Id).ToListAsync(stop);
        var onDemand = await db.OnDemandUses.AsNoTracking().Where(u => u.AccountId == account.Id).OrderBy(u => u.On).ThenBy(u => u.Id).ToListAsync(stop);
        var prices = new Dictionary<string, Planck>();
        var chains = onDemand.Count == 0 ? [] : await db.Sales.AsNoTracking().Select(s => s.Chain).Distinct().ToListAsync(stop);
        foreach (var network in onDemand.Select(u => u.Network).Distinct())
        {
            // Of a network that was begun anew, as the chain lab is, the sales of all its beginnings.
            var of = chains.Where(c => RelayChains.Of(c) == network).ToArray();
            if (await db.Sales.AsNoTracking().Where(s => of.Contains(s.Chain) && s.BeganAt != null && s.EndPrice != null).OrderByDescending(s => s.BeganAt).Select(s => s.EndPrice).FirstOrDefaultAsync(stop) is { } price)
            {
                prices[network] = new(price);
            }
        }

        return new(account, [.. cores.Select(u => u.ToUse())], [.. onDemand.Select(u => u.ToUse())], prices);
    }

    /// <summary>The account's open review; null for none.</summary>
    public static Task<SizeReviewRow?> OpenOfAsync(LeadsDb db, Guid account, CancellationToken stop) =>
        db.SizeReviews.SingleOrDefaultAsync(r => r.AccountId == account && r.State == SizeReviewState.Open, stop);
}
