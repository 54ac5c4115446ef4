using System.Numerics;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>Those whose votes together pass.</summary>
/// <param name="Members">Heaviest first; empty when all eligible ones together do not pass.</param>
/// <param name="Weight">Theirs together; of all eligible ones when they do not pass.</param>
/// <param name="Needed">What passes.</param>
public sealed record Coalition(IReadOnlyList<DecisionMember> Members, BigInteger Weight, BigInteger Needed)
{
    /// <summary>What is lacking; zero when it passes.</summary>
    public BigInteger Missing => BigInteger.Max(BigInteger.Zero, Needed - Weight);
}

/// <summary>Whom to talk to next, and why.</summary>
/// <param name="Member">Who.</param>
/// <param name="Gain">Hard power that the conversation may win, as far as it is missing.</param>
/// <param name="GainBasisPoints">Of what is missing.</param>
/// <param name="ConversationsLeft">How many it takes at least, this one included.</param>
public sealed record Conversation(DecisionMember Member, BigInteger Gain, int GainBasisPoints, int ConversationsLeft);

/// <summary>What follows from a decision map. All answers are the same in whatever order members are given.</summary>
public static class Coalitions
{
    /// <summary>The fewest members whose weight passes. Taking the heaviest first is exact: no other set of that size weighs more.</summary>
    /// <param name="members">Everybody on the map.</param>
    /// <param name="track">What it takes.</param>
    /// <param name="includeOpposed">Count on blockers and those against as well.</param>
    public static Coalition Smallest(IReadOnlyCollection<DecisionMember> members, DecisionTrack track, bool includeOpposed)
    {
        var needed = track.Needed(members);
        var (taken, sum) = Take(Eligible(members, includeOpposed), needed);
        return new(sum >= needed ? taken : [], sum, needed);
    }

    /// <summary>
    /// The conversation that leaves the fewest conversations to go: with the heaviest of those who are not in favour yet. Null when those in favour pass
    /// already, or nobody is left.
    /// </summary>
    public static Conversation? CheapestNext(IReadOnlyCollection<DecisionMember> members, DecisionTrack track, bool includeOpposed)
    {
        var eligible = Eligible(members, includeOpposed).ToList();
        var gap = track.Needed(members) - eligible.Where(m => m.Stance == Stance.For).Aggregate(BigInteger.Zero, (sum, m) => sum + m.Weight);
        var open = eligible.Where(m => m.Stance != Stance.For).ToList();
        if (gap <= 0 || open.Count == 0)
        {
            return null;
        }

        // Beyond what is missing, weight is worth nothing: among those who close the gap alone, whoever nobody has talked to and is listened to most.
        var next = open.OrderByDescending(m => BigInteger.Min(m.Weight, gap)).ThenBy(m => m.ContactedOn is not null).ThenByDescending(m => m.SoftPower).ThenByDescending(m => m.Weight).ThenBy(m => m.Id).First();
        var gain = BigInteger.Min(next.Weight, gap);
        return new(next, gain, (int)(gain * DecisionTrack.Whole / gap), Take(open, gap).Taken.Count);
    }

    /// <summary>Those who are listened to and whom nobody has talked to, strongest first.</summary>
    public static IReadOnlyList<DecisionMember> InfluentialNotContacted(IEnumerable<DecisionMember> members) =>
        [.. members.Where(m => m is { SoftPower: > 0, ContactedOn: null }).OrderByDescending(m => m.SoftPower).ThenByDescending(m => m.Weight).ThenBy(m => m.Id)];

    /// <summary>What a deal of this size lacks. Up to tier M nothing: small deals are decided by whoever wants them.</summary>
    public static IReadOnlyList<DecisionRole> Lacking(SizeTier tier, IEnumerable<DecisionRole> roles)
    {
        var named = roles.ToHashSet();
        return tier <= SizeTier.M ? [] : [.. new[] { DecisionRole.Champion, DecisionRole.Executor }.Where(r => !named.Contains(r))];
    }

    private static IOrderedEnumerable<DecisionMember> Eligible(IEnumerable<DecisionMember> members, bool includeOpposed) => members
        .Where(m => m.Weight > 0 && (includeOpposed || !m.IsOpposed))
        .OrderByDescending(m => m.Weight).ThenByDescending(m => m.Stance == Stance.For).ThenBy(m => m.Id);

    private static (List<DecisionMember> Taken, BigInteger Sum) Take(IEnumerable<DecisionMember> heaviestFirst, BigInteger needed)
    {
        var (taken, sum) = (new List<DecisionMember>(), BigInteger.Zero);
        foreach (var member in heaviestFirst)
        {
            if (sum >= needed)
            {
                break;
            }

            taken.Add(member);
            sum += member.Weight;
        }

        return (taken, sum);
    }
}
