using System.Collections.Immutable;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Clusters;

/// <summary>A member of the sales force and the keys known to be theirs.</summary>
/// <param name="Name">Who.</param>
/// <param name="Keys">Their accounts.</param>
public sealed record Participant(string Name, ImmutableArray<AccountId32> Keys);

/// <summary>Whether somebody who sells is, or pays for, the customer: a rep's own company needs no free coretime.</summary>
public static class SelfDealing
{
    /// <summary>What links a customer to those who sell to it: a key that is also theirs, or one of the two funding the other over one transfer.</summary>
    public static ImmutableArray<ClusterLink> Find(Party customer, IEnumerable<Participant> sellers, ClusterWorld world, DateTimeOffset now)
    {
        // A participant's first-hop funders and their cluster, and no further: the second hop of everybody is an exchange.
        var near = world with { Hops = Math.Min(world.Hops, 1) };
        return [.. sellers.SelectMany(s => ClusterTest.Find(customer, [new(s.Name, s.Keys, [], [])], near, now))];
    }
}
