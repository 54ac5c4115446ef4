using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Clusters;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Parties;

/// <summary>What is known of a customer's cluster at one moment.</summary>
/// <param name="Customer">The account that it is now.</param>
/// <param name="Members">Accounts of the cluster, the customer's among them.</param>
/// <param name="SameTier">What links the customer to those who had a grant of this tier.</param>
/// <param name="EarlierGrants">Numbers of grants that count, of everybody in the cluster, the earliest first.</param>
/// <param name="SelfDealing">What links the customer to those who sell.</param>
/// <param name="ParaOwner">The name of another customer whose para it is; null for none.</param>
/// <param name="Party">The customer as the test saw it.</param>
/// <param name="Transfers">Names of the transfers that were looked at.</param>
internal sealed record ClusterFinding(
    Guid Customer, ImmutableSortedSet<Guid> Members, ImmutableArray<ClusterLink> SameTier, ImmutableArray<string> EarlierGrants, ImmutableArray<ClusterLink> SelfDealing, string? ParaOwner, Party Party,
    ImmutableArray<string> Transfers);

/// <summary>Looks behind customers: who else is under the same control, and whether it is somebody of the desk.</summary>
internal sealed class ClusterDesk(PartySettings settings)
{
    /// <summary>Grants that were awarded and did not end unused, in every programme.</summary>
    public static IQueryable<GrantRow> Counted(CreditGrantsDb db) => db.Grants.AsNoTracking().Where(g =>
        g.AwardedAt != null && (g.State == GrantState.Awarded || g.State == GrantState.Active || g.State == GrantState.Exhausted || g.State == GrantState.Revoked || g.ActivatedAt != null));

    public async Task<ClusterFinding> FindAsync(CreditGrantsDb db, Guid account, Ledger.GrantTier tier, string network, uint para, ProgrammeTerms terms, DateTimeOffset now, CancellationToken stop)
    {
        var families = await AccountFamilies.LoadAsync(db, stop);
        var customer = families.SurvivorOf(account);
        var counted = await Counted(db).OrderBy(g => g.AwardedAt).ThenBy(g => g.Id).Select(g => new { g.AccountId, g.Number, g.Tier }).ToListAsync(stop);
        var holders = counted.Select(g => families.SurvivorOf(g.AccountId)).Where(a => a != customer).Distinct().ToList();
        var parties = await PartiesAsync(db, families, [customer, .. holders], stop);
        var staff = await StaffAsync(db, stop);
        var world = await WorldAsync(db, [.. parties.Values.SelectMany(p => p.Party.Keys), .. staff.SelectMany(s => s.Keys)], terms, now, stop);

        var mine = parties[customer].Party;
        List<Party> others = [.. holders.Select(h => parties[h].Party)];
        var members = ClusterTest.Cluster(mine, others, world, now).Select(Guid.Parse).ToImmutableSortedSet();
        var wire = (V1.GrantTier)((int)tier + 1);
        var sameTier = counted.Where(g => g.Tier == wire).Select(g => families.SurvivorOf(g.AccountId)).ToHashSet();
        var names = parties.ToDictionary(p => $"{p.Key}", p => p.Value.Name);
        var links = ClusterTest.Find(mine, others.Where(o => sameTier.Contains(Guid.Parse(o.Name))), world, now).Select(l => l with { With = names[l.With] });
        if (sameTier.Contains(customer))
        {
            links = links.Prepend(new(LinkKind.SameCustomer, counted.First(g => g.Tier == wire && families.SurvivorOf(g.AccountId) == customer).Number, names[$"{customer}"], []));
        }

        // Linked over others: a friend's friend who had this tier is in the cluster as well.
        links = links.Concat(members.Where(m => sameTier.Contains(m) && m != customer).Select(m => names[$"{m}"]).Except(links.Select(l => l.With), StringComparer.Ordinal).Select(n => new ClusterLink(LinkKind.OverOthers, n, "others of the same cluster", [])));
        return new(
            customer,
            members,
            [.. links],
            [.. counted.Where(g => members.Contains(families.SurvivorOf(g.AccountId))).Select(g => g.Number)],
            SelfDealing.Find(mine, staff, world, now),
            await ParaOwnerAsync(db, families, customer, network, para, stop),
            mine,
            [.. world.Transfers.Select(t => t.FactId)]);
    }

    private static async Task<Dictionary<Guid, (Party Party, string Name)>> PartiesAsync(CreditGrantsDb db, AccountFamilies families, IReadOnlyList<Guid> customers, CancellationToken stop)
    {
        var members = customers.SelectMany(c => families.MembersOf(c).Select(m => (Member: m, Customer: c))).ToLookup(p => p.Customer, p => p.Member);
        var all = members.SelectMany(m => m).Distinct().ToArray();
        var keys = (await db.CustomerKeys.AsNoTracking().Where(k => all.Contains(k.AccountId) && !k.IsGone && k.IsBelieved).ToListAsync(stop)).ToLookup(k => k.AccountId);
        var people = (await db.Parties.AsNoTracking().Where(p => all.Contains(p.AccountId)).ToListAsync(stop)).ToLookup(p => p.AccountId);
        return customers.Distinct().ToDictionary(c => c, c =>
        {
            var (known, who) = (members[c].SelectMany(m => keys[m]).ToList(), members[c].SelectMany(m => people[m]).ToList());
            return (
                new Party(
                    $"{c}",
                    [.. known.Where(k => k.Kind == CustomerKeyKind.Account).Select(k => AccountId32.TryParse(k.Value, out var key) ? key : default).Where(k => !k.IsZero).Distinct()],
                    [.. known.Where(k => k.Kind == CustomerKeyKind.Domain).Select(k => k.Value).Concat(who.SelectMany(p => p.MailHosts)).Distinct()],
                    [.. who.SelectMany(p => p.PeopleSha256).Distinct()]),
                who.FirstOrDefault(p => p.AccountId == c)?.AccountName ?? who.FirstOrDefault()?.AccountName ?? $"customer {c}");
        });
    }

    private static async Task<List<Participant>> StaffAsync(CreditGrantsDb db, CancellationToken stop)
    {
        var accounts = await db.StaffAccounts.AsNoTracking().Where(a => !a.IsGone).ToListAsync(stop);
        var ids = accounts.Select(a => a.PersonId).Distinct().ToArray();
        var names = await db.Staff.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, stop);
        return [.. accounts.GroupBy(a => a.PersonId).Select(g => new Participant(names.GetValueOrDefault(g.Key, $"person {g.Key}"), [.. g.Select(a => AccountId32.Parse(a.Account))]))];
    }

    /// <summary>The transfers into some accounts, and into those who paid them, as far back as the terms look.</summary>
    private async Task<ClusterWorld> WorldAsync(CreditGrantsDb db, HashSet<AccountId32> keys, ProgrammeTerms terms, DateTimeOffset now, CancellationToken stop)
    {
        var (since, found) = (now.AddDays(-terms.FunderDays), ImmutableArray.CreateBuilder<Funding>());
        var (frontier, seen) = (keys.Select(k => $"{k}").ToArray(), keys.Select(k => $"{k}").ToHashSet(StringComparer.Ordinal));
        for (var hop = 0; hop < terms.FunderHops && frontier.Length > 0; hop++)
        {
            var rows = await db.Transfers.AsNoTracking().Where(t => frontier.Contains(t.To) && t.OccurredAt >= since && t.OccurredAt < now).ToListAsync(stop);
            found.AddRange(rows.Select(t => new Funding(AccountId32.Parse(t.From), AccountId32.Parse(t.To), new((UInt128)t.Planck), t.OccurredAt, t.FactId)));
            frontier = [.. rows.Select(t => t.From).Where(f => seen.Add(f))];
        }

        return new(found.ToImmutable(), settings.PublicAccounts, settings.PublicHosts, terms.FunderHops, terms.FunderDays);
    }

    private static async Task<string?> ParaOwnerAsync(CreditGrantsDb db, AccountFamilies families, Guid customer, string network, uint para, CancellationToken stop)
    {
        var owners = await db.CustomerKeys.AsNoTracking().Where(k => k.Kind == CustomerKeyKind.Para && k.Network == network && k.Value == $"{para}" && !k.IsGone).Select(k => k.AccountId).ToListAsync(stop);
        var of = owners.Select(families.SurvivorOf).Distinct().ToList();
        return of.Count == 0 ? null
            : of.Contains(customer) ? $"{customer}"
            : await db.Parties.AsNoTracking().Where(p => p.AccountId == of[0]).Select(p => p.AccountName).FirstOrDefaultAsync(stop) ?? "another customer";
    }
}
