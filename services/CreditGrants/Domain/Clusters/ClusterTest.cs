using System.Collections.Immutable;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Clusters;

/// <summary>Who stands behind a customer, as far as the desk knows.</summary>
/// <param name="Name">The customer.</param>
/// <param name="Keys">Accounts that control it: verified keys, owners of multisigs and proxies.</param>
/// <param name="Domains">Hosts of its sites and its people's mail.</param>
/// <param name="People">Its people, by an id of the desk or by a handle.</param>
public sealed record Party(string Name, ImmutableArray<AccountId32> Keys, ImmutableArray<string> Domains, ImmutableArray<string> People);

/// <summary>A transfer that the chain watcher saw.</summary>
/// <param name="From">Who paid.</param>
/// <param name="To">Who received.</param>
/// <param name="Amount">How much.</param>
/// <param name="At">The block's own time.</param>
/// <param name="FactId">The chain watcher's name of the fact.</param>
public sealed record Funding(AccountId32 From, AccountId32 To, Planck Amount, DateTimeOffset At, string FactId);

/// <summary>Why two parties are taken for one.</summary>
public enum LinkKind
{
    /// <summary>It is the very customer.</summary>
    SameCustomer,

    /// <summary>The same key controls both.</summary>
    SharedKey,

    /// <summary>The same account paid into both, over few transfers.</summary>
    CommonFunder,

    /// <summary>The same domain, or one within the other.</summary>
    SameDomain,

    /// <summary>The same person.</summary>
    SamePerson,

    /// <summary>Others link the two, who are not linked themselves.</summary>
    OverOthers,
}

/// <summary>A finding, with what it rests on, so that a person can check it.</summary>
/// <param name="Kind">Why.</param>
/// <param name="With">With whom.</param>
/// <param name="Evidence">The key, account, domain or person.</param>
/// <param name="Facts">The transfers, by the chain watcher's names.</param>
public sealed record ClusterLink(LinkKind Kind, string With, string Evidence, ImmutableArray<string> Facts)
{
    /// <summary>A sentence.</summary>
    public string Sentence() => Kind switch
    {
        LinkKind.SameCustomer => $"{With} is this customer.",
        LinkKind.SharedKey => $"{With} is controlled by the same key, {Evidence}.",
        LinkKind.CommonFunder => $"{With} was funded from the same account, {Evidence}.",
        LinkKind.SameDomain => $"{With} uses the same domain, {Evidence}.",
        LinkKind.SamePerson => $"{With} has the same person, {Evidence}.",
        LinkKind.OverOthers => $"{With} is linked over {Evidence}.",
        _ => throw new InvalidOperationException($"{Kind} has no sentence."),
    };
}

/// <summary>What a cluster test may know of the world.</summary>
/// <param name="Transfers">Transfers that were watched.</param>
/// <param name="PublicAccounts">Accounts that pay out to everybody, such as exchanges: being paid by one says nothing.</param>
/// <param name="PublicDomains">Domains that anybody may use, such as those of mail providers and code hosts.</param>
/// <param name="Hops">Over how many transfers funders are looked for.</param>
/// <param name="Days">Over how many days until now.</param>
public sealed record ClusterWorld(ImmutableArray<Funding> Transfers, ImmutableHashSet<AccountId32> PublicAccounts, ImmutableHashSet<string> PublicDomains, int Hops, int Days);

/// <summary>Whether parties are one cluster, from given facts only. The same facts give the same findings, in whatever order they come.</summary>
public static class ClusterTest
{
    /// <summary>What links a party to others, in the order of the others and of the kinds.</summary>
    public static ImmutableArray<ClusterLink> Find(Party candidate, IEnumerable<Party> others, ClusterWorld world, DateTimeOffset now)
    {
        var funders = FunderSearch.Of(candidate.Keys, world, now);
        return [.. others.Where(o => o.Name != candidate.Name).OrderBy(o => o.Name, StringComparer.Ordinal).SelectMany(o => Links(candidate, o, funders, world, now))];
    }

    /// <summary>The cluster that candidates belong to: theirs, and everybody whom links connect, over any number of links.</summary>
    /// <returns>The names, in ordinal order.</returns>
    public static ImmutableSortedSet<string> Cluster(Party candidate, IReadOnlyCollection<Party> others, ClusterWorld world, DateTimeOffset now)
    {
        var (cluster, left) = (ImmutableSortedSet.Create(StringComparer.Ordinal, candidate.Name), new Queue<Party>([candidate]));
        while (left.TryDequeue(out var party))
        {
            foreach (var link in Find(party, others, world, now).Where(l => !cluster.Contains(l.With)))
            {
                if (!cluster.Contains(link.With))
                {
                    cluster = cluster.Add(link.With);
                    left.Enqueue(others.First(o => o.Name == link.With));
                }
            }
        }

        return cluster;
    }

    private static IEnumerable<ClusterLink> Links(Party candidate, Party other, FunderSearch funders, ClusterWorld world, DateTimeOffset now)
    {
        foreach (var key in candidate.Keys.Intersect(other.Keys).Order())
        {
            yield return new(LinkKind.SharedKey, other.Name, key.ToString(), []);
        }

        var theirs = FunderSearch.Of(other.Keys, world, now);
        foreach (var account in funders.Accounts.Intersect(theirs.Accounts).Where(a => !(candidate.Keys.Contains(a) && other.Keys.Contains(a))).Order())
        {
            yield return new(LinkKind.CommonFunder, other.Name, account.ToString(), [.. funders.Path(account).Concat(theirs.Path(account)).Distinct().Order(StringComparer.Ordinal)]);
        }

        foreach (var domain in candidate.Domains.SelectMany(a => other.Domains.Select(b => Domains.Common(a, b, world.PublicDomains))).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            yield return new(LinkKind.SameDomain, other.Name, domain, []);
        }

        foreach (var person in candidate.People.Select(Fold).Intersect(other.People.Select(Fold)).Where(p => p.Length > 0).Order(StringComparer.Ordinal))
        {
            yield return new(LinkKind.SamePerson, other.Name, person, []);
        }
    }

    private static string Fold(string person) => person.Trim().ToLowerInvariant();
}
