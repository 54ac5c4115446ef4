using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>A grant whose rail is followed.</summary>
/// <param name="Target">Its open tranche.</param>
/// <param name="Kind">Its rail.</param>
/// <param name="Account">The customer's account, for credits; null on other rails.</param>
public sealed record FollowedGrant(RailTarget Target, RailKind Kind, AccountId32? Account = null);

/// <summary>A core that the sponsor paid for a grant, and what is known of its use.</summary>
/// <param name="FactId">The payment.</param>
/// <param name="Target">The tranche that it is for.</param>
/// <param name="Region">What was bought; null for a renewal, whose workload says itself what runs.</param>
/// <param name="Begin">The first timeslice.</param>
/// <param name="Duration">The length in timeslices.</param>
/// <param name="Price">What was paid, and so the value that is used once it runs.</param>
public sealed record PaidCore(string FactId, RailTarget Target, RegionId? Region, uint Begin, uint Duration, Planck Price)
{
    /// <summary>A region is this one, or a part of it.</summary>
    public bool Covers(RegionId region) => Region is { } bought && bought.Core == region.Core && region.Begin.Value >= Begin && region.Begin.Value - Begin < Duration;
}

/// <summary>What must be known to say what a fact means.</summary>
/// <param name="Pool">The sponsor's account.</param>
/// <param name="Grants">The grants that are followed.</param>
/// <param name="Cores">Cores that the sponsor has paid.</param>
public sealed record RailWorld(AccountId32 Pool, ImmutableArray<FollowedGrant> Grants, ImmutableArray<PaidCore> Cores);

/// <summary>What a fact means to a budget.</summary>
/// <param name="Events">For the ledger. Their ids come from the fact's, so that the same fact twice is the same event twice.</param>
/// <param name="Core">A core that was paid; its use is told later.</param>
/// <param name="Alarms">What nobody planned, in sentences.</param>
public sealed record RailMeaning(ImmutableArray<BudgetEvent> Events, PaidCore? Core, ImmutableArray<string> Alarms)
{
    /// <summary>Nothing.</summary>
    public static RailMeaning Nothing { get; } = new([], null, []);

    internal static RailMeaning Of(params ImmutableArray<BudgetEvent> events) => new(events, null, []);

    internal static RailMeaning Alarm(string sentence) => new([], null, [sentence]);
}

/// <summary>Which facts mean funded, spent and used. What the sponsor pays is never customer-paid, so that no commission can come of it.</summary>
public static class RailReader
{
    /// <summary>What a fact means.</summary>
    public static RailMeaning Read(RailWorld world, RailFact fact)
    {
        ArgumentNullException.ThrowIfNull(world);
        return fact switch
        {
            Transfer t when t.From == t.To || t.Amount.IsZero => RailMeaning.Nothing,
            Transfer t when t.To == world.Pool => RailMeaning.Of(new Funded(t.FactId, t.At, t.Amount)),
            Transfer t when t.From == world.Pool => RailMeaning.Of(new Withdrawn(t.FactId, t.At, t.Amount)),
            RenewedCore r when r.Payer == world.Pool => Renewed(world, r),
            BoughtCore b when b.Buyer == world.Pool => Bought(world, b),
            AssignedRegion a => Assigned(world, a),
            TransferredRegion t when t.OldOwner == world.Pool => Transferred(world, t),
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

    private static RailMeaning Renewed(RailWorld world, RenewedCore fact) => Find(world, fact.Remark, g => g.Kind == RailKind.SponsorRenewal && fact.Tasks.Contains(g.Target.Para)) is { } grant && fact.Tasks.Contains(grant.Target.Para)
        ? Paid(fact, fact.Price, grant, new(fact.FactId, grant.Target, null, fact.Begin, fact.Duration, fact.Price))
        : Foreign(fact, fact.Price, $"The sponsor renewed core {fact.Core} for {Tasks(fact.Tasks)}, and no grant is for that.");

    private static RailMeaning Bought(RailWorld world, BoughtCore fact) => Find(world, fact.Remark, _ => false) is { } grant
        ? Paid(fact, fact.Price, grant, new(fact.FactId, grant.Target, fact.Region, fact.Region.Begin.Value, fact.Duration, fact.Price))
        : Foreign(fact, fact.Price, $"The sponsor bought core {fact.Region.Core} without a remark that names a grant.");

    private static RailMeaning Assigned(RailWorld world, AssignedRegion fact)
    {
        if (world.Cores.FirstOrDefault(c => c.Covers(fact.Region)) is not { } core)
        {
            return RailMeaning.Nothing;
        }

        return fact.Task != core.Target.Para ? RailMeaning.Alarm($"A core that the sponsor bought for {core.Target.Grant} was assigned to para {fact.Task} and not to {core.Target.Para}.")
            : fact.IsFinal is false ? RailMeaning.Alarm($"The core of {core.Target.Grant} was assigned provisionally: it cannot be renewed, and does not count as used. Assign it for good.")
            : fact.IsFinal is null ? RailMeaning.Alarm($"Whether the core of {core.Target.Grant} was assigned for good could not be told, so it does not count as used. Look at the block.")
            : !fact.Region.Mask.IsComplete ? RailMeaning.Alarm($"Only a part of the core of {core.Target.Grant} was assigned, so it does not count as used.")
            : RailMeaning.Nothing;
    }

    private static RailMeaning Transferred(RailWorld world, TransferredRegion fact) => world.Cores.FirstOrDefault(c => c.Covers(fact.Region)) is { } core
        ? RailMeaning.Alarm($"The region of {core.Target.Grant} left the sponsor's hands: whoever holds it can sell it.")
        : RailMeaning.Nothing;

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
        return fact.Means == OrderMeans.Unknown ? paid with { Alarms = paid.Alarms.Add($"How the order {fact.FactId} was paid could not be told; it counts as paid from the balance.") } : paid;
    }

    private static RailMeaning OrderedOnCredit(RailWorld world, OrderedBlock fact)
    {
        if (world.Grants.FirstOrDefault(g => g.Kind == RailKind.NativeCredits && g.Account == fact.OrderedBy) is not { } grant)
        {
            return RailMeaning.Nothing;
        }

        return fact.Para == grant.Target.Para
            ? RailMeaning.Of(new Used($"{fact.FactId}/used", fact.At, fact.SpotPrice, grant.Target.Grant, grant.Target.Tranche))
            : RailMeaning.Alarm($"Credit of {grant.Target.Grant} was spent for para {fact.Para}, which is not the grant's.");
    }

    private static RailMeaning Credited(RailWorld world, BoughtCredit fact) => Find(world, fact.Remark, g => g.Kind == RailKind.NativeCredits && g.Account == fact.Beneficiary) is { } grant && grant.Account == fact.Beneficiary
        ? RailMeaning.Of(Spend(fact, fact.Amount, grant))
        : Foreign(fact, fact.Amount, "The sponsor bought credit for an account that belongs to no grant.");

    /// <summary>The grant that the remark names, or else the only one that it can be for. Of two nobody guesses.</summary>
    private static FollowedGrant? Find(RailWorld world, string? remark, Func<FollowedGrant, bool> fits)
    {
        if (remark is not null && world.Grants.FirstOrDefault(g => g.Target.Digest() == remark) is { } named)
        {
            return named;
        }

        var fitting = world.Grants.Where(fits).Take(2).ToList();
        return fitting is [var only] ? only : null;
    }

    private static RailMeaning Paid(RailFact fact, Planck price, FollowedGrant grant, PaidCore core) => new([Spend(fact, price, grant)], core, []);

    private static RailMeaning Foreign(RailFact fact, Planck price, string alarm) => new([new Spent($"{fact.FactId}/spent", fact.At, price, null, null)], null, [alarm]);

    private static Spent Spend(RailFact fact, Planck price, FollowedGrant grant) => new($"{fact.FactId}/spent", fact.At, price, grant.Target.Grant, grant.Target.Tranche);

    private static string Tasks(IReadOnlyList<uint> tasks) => tasks.Count == 0 ? "no para" : $"para {string.Join(", ", tasks)}";
}
