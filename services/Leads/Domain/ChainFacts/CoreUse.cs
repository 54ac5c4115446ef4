using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>How a customer came to a core.</summary>
public enum UseKind
{
    /// <summary>An account of theirs bought a region.</summary>
    Purchase = 1,

    /// <summary>A workload with a parachain of theirs was renewed, whoever paid.</summary>
    Renewal = 2,

    /// <summary>A region was assigned to a parachain of theirs, whoever had bought it.</summary>
    Assignment = 3,
}

/// <summary>A finalised fact by which a customer has a core, or parts of one, for some time.</summary>
/// <param name="Kind">How they came to it.</param>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Chain">The Coretime chain, which counts the timeslices.</param>
/// <param name="Core">The core.</param>
/// <param name="Mask">The parts of it.</param>
/// <param name="Begin">The timeslice from which.</param>
/// <param name="Timeslices">For how many.</param>
/// <param name="ObtainedAt">When the fact happened.</param>
/// <param name="BeginsAt">About when <paramref name="Begin"/> is.</param>
public sealed record CoreUse(UseKind Kind, string FactId, string Chain, uint Core, CoreMask Mask, uint Begin, uint Timeslices, DateTimeOffset ObtainedAt, DateTimeOffset BeginsAt)
{
    /// <summary>The timeslice in which it is theirs no more.</summary>
    public long End => (long)Begin + Timeslices;
}

/// <summary>Parts of one core for some time, counted once however many facts speak of it.</summary>
/// <param name="Chain">The Coretime chain.</param>
/// <param name="Begin">The first timeslice.</param>
/// <param name="End">The timeslice after the last.</param>
/// <param name="Parts">How many of the core's 80 parts.</param>
public readonly record struct HeldCore(string Chain, long Begin, long End, int Parts);

/// <summary>From facts to cores.</summary>
public static class CoreUses
{
    /// <summary>
    /// What these facts say together. Whoever buys a region and assigns it to their own parachain has one core by two facts; a region that is
    /// assigned anew is one core still.
    /// </summary>
    public static IReadOnlyList<HeldCore> Held(IReadOnlyCollection<CoreUse> uses)
    {
        var bought = uses.Where(u => u.Kind != UseKind.Assignment).ToList();
        var assigned = uses.Where(u => u.Kind == UseKind.Assignment && !bought.Exists(b => b.Chain == u.Chain && b.Core == u.Core && b.Begin <= u.Begin && u.Begin < b.End));
        return
        [
            .. bought.Concat(assigned).GroupBy(u => (u.Chain, u.Core, u.Begin, u.Timeslices))
                .Select(g => new HeldCore(g.Key.Chain, g.Key.Begin, (long)g.Key.Begin + g.Key.Timeslices, g.Aggregate(CoreMask.Void, (mask, use) => mask | use.Mask).Count)),
        ];
    }

    /// <summary>How many 80ths of a core they have in this timeslice of the chain.</summary>
    public static int PartsAt(IReadOnlyCollection<CoreUse> uses, string chain, long timeslice) =>
        Held(uses).Where(h => h.Chain == chain && h.Begin <= timeslice && timeslice < h.End).Sum(h => h.Parts);

    /// <summary>80ths of a core in words: "2 cores", "1 core and 40 of 80 parts".</summary>
    public static string Words(int parts)
    {
        var (cores, rest) = Math.DivRem(parts, CoreMask.Bits);
        var whole = cores == 1 ? "1 core" : $"{cores} cores";
        return rest == 0 ? whole : cores == 0 ? $"{rest} of a core's {CoreMask.Bits} parts" : $"{whole} and {rest} of {CoreMask.Bits} parts";
    }
}
