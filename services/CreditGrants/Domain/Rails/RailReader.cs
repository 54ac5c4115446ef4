using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>
/// Which facts mean spent and used. What the sponsor pays is never customer-paid, so that no commission can come of it. What comes to the pool and what leaves it
/// otherwise is the business of <see cref="Pool.PoolBook"/>.
/// </summary>
public static class RailReader
{
    /// <summary>What a fact means.</summary>
    public static RailMeaning Read(RailWorld world, RailFact fact)
    {
        ArgumentNullException.ThrowIfNull(world);
        return fact switch
        {
            RenewedCore r when r.Payer == world.Pool => Renewed(world, r),
            BoughtCore b when b.Buyer == world.Pool => Bought(world, b),
            AssignedRegion a => OfRegion(world, a.Region, core => Assigned(core, a)),
            RemovedAssignment r => OfRegion(world, r.Region, core => $"The assignment of the core of {core.Target.Grant} was taken back: it does not run para {core.Target.Para} until it is assigned again."),
            PooledRegion p => OfRegion(world, p.Region, core => $"The core of {core.Target.Grant} was given to the on-demand pool: it does not run para {core.Target.Para}, and does not count as used."),
            InterlacedRegion i => OfRegion(world, i.Region, core => $"The core of {core.Target.Grant} was split into parts: no part of it is the whole core, so it does not count as used."),
            TransferredRegion t when t.OldOwner == world.Pool => OfRegion(world, t.Region, core => Transferred(world, core, t)),
            OrderedBlock o when o.OrderedBy == world.Pool => OrderedBySponsor(world, o),
            OrderedBlock { Means: OrderMeans.Credit } o => OrderedOnCredit(world, o),
            BoughtCredit c when c.Buyer == world.Pool => Credited(world, c),
            _ => RailMeaning.Nothing,
        };
    }

    /// <summary>
    /// Which cores are used by now: their region has begun, and it runs the customer's para. For bought regions that is known from the assignment; renewals renew a workload.
    /// </summary>
    /// <param name="core">A core that was paid.</param>
    /// <param name="assigned">What is known of its assignment; null for none, and for renewals.</param>
    /// <param name="timeslice">The timeslice of the newest finalised block.</param>
    /// <param name="now">That block's own time.</param>
    public static Used? UsedBy(PaidCore core, AssignedRegion? assigned, uint timeslice, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(core);
        var runsPara = core.Region is null || (assigned is { IsFinal: true, Region.Mask.IsComplete: true } a && core.Covers(a.Region) && a.Task == core.Target.Para);
        return runsPara && timeslice >= core.Begin ? new($"{core.FactId}/used", now, core.Price, core.Target.Grant, core.Target.Tranche) : null;
    }

    /// <summary>
    /// By which of the remarks in its extrinsic a payment goes: by the one that names a grant's tranche, or of several by the only one whose para fits. Of more nobody
    /// guesses. Remarks of other kinds, such as those of quotes, name none.
    /// </summary>
    /// <param name="world">The grants.</param>
    /// <param name="remarks">Digests.</param>
    /// <param name="fits">Whether the payment is for a para.</param>
    public static string? RemarkOf(RailWorld world, IReadOnlyCollection<string> remarks, Func<uint, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (remarks.Count == 0)
        {
            return null;
        }

        var named = world.Grants.Select(g => (g.Target.Para, Digest: g.Target.Digest())).Where(g => remarks.Contains(g.Digest)).ToList();
        return (named.Count > 1 ? named.Where(g => fits(g.Para)).Take(2).ToList() : named) is [var one] ? one.Digest : null;
    }

    private static RailMeaning Renewed(RailWorld world, RenewedCore fact) => Find(world, fact.Remark, g => g.Kind == RailKind.SponsorRenewal && fact.Tasks.Contains(g.Target.Para)) is { } grant && fact.Tasks.Contains(grant.Target.Para)
        ? Paid(fact, fact.Price, grant, new(fact.FactId, grant.Target, null, fact.Begin, fact.Duration, fact.Price))
        : Foreign(fact, fact.Price, $"The sponsor renewed core {fact.Core} for {Tasks(fact.Tasks)}, and no grant is for that.");

    private static RailMeaning Bought(RailWorld world, BoughtCore fact) => Find(world, fact.Remark, _ => false) is { } grant
        ? Paid(fact, fact.Price, grant, new(fact.FactId, grant.Target, fact.Region, fact.Region.Begin.Value, fact.Duration, fact.Price))
        : Foreign(fact, fact.Price, $"The sponsor bought core {fact.Region.Core} without a remark that names a grant.");

    private static RailMeaning OfRegion(RailWorld world, RegionId region, Func<PaidCore, string?> sentence) =>
        world.Cores.FirstOrDefault(c => c.Covers(region)) is { } core && sentence(core) is { } said ? RailMeaning.Alarm(said, core.Target.Grant) : RailMeaning.Nothing;

    private static string? Assigned(PaidCore core, AssignedRegion fact) =>
        fact.Task != core.Target.Para ? $"A core that the sponsor bought for {core.Target.Grant} was assigned to para {fact.Task} and not to {core.Target.Para}."
        : fact.IsFinal is false ? $"The core of {core.Target.Grant} was assigned provisionally: it cannot be renewed, and does not count as used. Assign it for good."
        : fact.IsFinal is null ? $"Whether the core of {core.Target.Grant} was assigned for good could not be told, so it does not count as used. Look at the block."
        : !fact.Region.Mask.IsComplete ? $"Only a part of the core of {core.Target.Grant} was assigned, so it does not count as used."
        : null;

    private static string? Transferred(RailWorld world, PaidCore core, TransferredRegion fact)
    {
        // By rail T the customer gets the region itself: then it has left as it should, and any other way is wrong.
        var isHandedOver = world.Grants.Any(g => g.Kind == RailKind.HandedOverRegion && g.Target == core.Target && g.Account is { } customer && customer == fact.Owner);
        return isHandedOver || fact.Owner == world.Pool ? null : $"The region of {core.Target.Grant} left the sponsor's hands for {fact.Owner?.ToString() ?? "nobody"}: whoever holds it can sell it.";
    }

    private static RailMeaning OrderedBySponsor(RailWorld world, OrderedBlock fact)
    {
        // An order that the sponsor paid with credit was paid before, when the credit was bought.
        if (fact.Means == OrderMeans.Credit)
        {
            return RailMeaning.Alarm($"The sponsor ordered a block for para {fact.Para} on credit, which belongs to no grant.");
        }

        var paid = Find(world, fact.Remark, g => g.Kind == RailKind.SponsorOrders && g.Target.Para == fact.Para) is { } grant && grant.Target.Para == fact.Para
            ? new RailMeaning([Spend(fact, fact.SpotPrice, grant), new Used($"{fact.FactId}/used", fact.At, fact.SpotPrice, grant.Target.Grant, grant.Target.Tranche)], null, [])
            : Foreign(fact, fact.SpotPrice, $"The sponsor ordered a block for para {fact.Para}, and no grant is for that.");
        return fact.Means == OrderMeans.Unknown ? paid with { Alarms = paid.Alarms.Add(new($"How the order {fact.FactId} was paid could not be told; it counts as paid from the balance.")) } : paid;
    }

    private static RailMeaning OrderedOnCredit(RailWorld world, OrderedBlock fact)
    {
        var grants = world.Grants.Where(g => g.Kind == RailKind.NativeCredits && g.Account == fact.OrderedBy && g.TakesUse).ToList();
        return grants.Find(g => g.Target.Para == fact.Para) is { } grant
            ? RailMeaning.Of(new Used($"{fact.FactId}/used", fact.At, fact.SpotPrice, grant.Target.Grant, grant.Target.Tranche))
            : grants is [var other, ..] ? RailMeaning.Alarm($"Credit of {other.Target.Grant} was spent for para {fact.Para}, which is not the grant's.", other.Target.Grant)
            : RailMeaning.Nothing;
    }

    private static RailMeaning Credited(RailWorld world, BoughtCredit fact) => Find(world, fact.Remark, g => g.Kind == RailKind.NativeCredits && g.Account == fact.Beneficiary) is { } grant && grant.Account == fact.Beneficiary
        ? RailMeaning.Of(Spend(fact, fact.Amount, grant))
        : Foreign(fact, fact.Amount, "The sponsor bought credit for an account that belongs to no grant.");

    /// <summary>The tranche that the remark names, of whatever grant; or else the only one that it can be for now. Of two nobody guesses.</summary>
    private static FollowedGrant? Find(RailWorld world, string? remark, Func<FollowedGrant, bool> fits)
    {
        if (remark is not null && world.Grants.FirstOrDefault(g => g.Target.Digest() == remark) is { } named)
        {
            return named;
        }

        var fitting = world.Grants.Where(g => g.TakesPayments && fits(g)).Take(2).ToList();
        return fitting is [var only] ? only : null;
    }

    private static RailMeaning Paid(RailFact fact, Planck price, FollowedGrant grant, PaidCore core) => new([Spend(fact, price, grant)], core, []);

    private static RailMeaning Foreign(RailFact fact, Planck price, string alarm) => new([new Spent($"{fact.FactId}/spent", fact.At, price, null, null)], null, [new(alarm)]);

    private static Spent Spend(RailFact fact, Planck price, FollowedGrant grant) => new($"{fact.FactId}/spent", fact.At, price, grant.Target.Grant, grant.Target.Tranche);

    private static string Tasks(IReadOnlyList<uint> tasks) => tasks.Count == 0 ? "no para" : $"para {string.Join(", ", tasks)}";
}
