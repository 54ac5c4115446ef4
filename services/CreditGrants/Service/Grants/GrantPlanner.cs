using System.Text.Json;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Parties;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>A plan with everything that it rests on.</summary>
internal sealed record GrantPlanning(PlannedGrant Plan, GrantRequest Request, ClusterFinding Cluster, string ClusterName)
{
    /// <summary>What was known at that moment, as JSON: by it the decision can be checked, and made again.</summary>
    public string Inputs(CorePrice price) => JsonSerializer.Serialize(new
    {
        customer = Cluster.Customer,
        para = Request.Para,
        para_owner = Cluster.ParaOwner,
        founded = Request.Founded,
        repository = Request.Repository,
        test_chain = Request.TestChain,
        assessment = Request.Assessment.ToString(),
        code_given = Request.Code is not null,
        deliverables = Request.Deliverables,
        half_periods = Request.HalfPeriods,
        core_period_price = $"{price.Price}",
        price_block = new { number = price.BlockNumber, hash = price.BlockHash, time = price.BlockTime },
        cluster = Cluster.Members,
        earlier_grants = Cluster.EarlierGrants,
        same_tier = Cluster.SameTier.Select(l => new { kind = l.Kind.ToString(), l.With, l.Evidence, l.Facts }),
        self_dealing = Cluster.SelfDealing.Select(l => new { kind = l.Kind.ToString(), l.With, l.Evidence, l.Facts }),
        keys = Cluster.Party.Keys.Select(k => $"{k}"),
        hosts = Cluster.Party.Domains,
        people_sha256 = Cluster.Party.People,
        transfers = Cluster.Transfers,
    }, JsonSerializerOptions.Web);
}

/// <summary>Plans a grant against a budget, with what is known now.</summary>
internal sealed class GrantPlanner(ClusterDesk clusters)
{
    public async Task<GrantPlanning> PlanAsync(CreditGrantsDb db, OpenBudget open, GrantAsk ask, ReadAsk read, CustomerFacts facts, CorePrice price, string eventId, string number, DateTimeOffset now, CancellationToken stop)
    {
        var cluster = await clusters.FindAsync(db, facts.AccountId, read.Tier, open.Row.Network, read.Para, open.Terms, now, stop);
        var request = read.ToRequest(ask, facts, cluster);
        var name = await ClusterNameAsync(db, open, cluster, stop);
        return new(GrantPlan.Make(open.ToProgramme(), open.Budget, request, new(eventId, number, name, read.Rail, price.Price, read.OrdersBudget), now), request, cluster, name);
    }

    /// <summary>What the ledger calls a cluster: as at its first grant, so that those that came together later are one.</summary>
    private static async Task<string> ClusterNameAsync(CreditGrantsDb db, OpenBudget open, ClusterFinding cluster, CancellationToken stop)
    {
        var grants = await db.Grants.AsNoTracking().Where(g => g.ProgrammeId == open.Row.Id && cluster.EarlierGrants.AsEnumerable().Contains(g.Number)).OrderBy(g => g.AwardedAt).ThenBy(g => g.Id).Select(g => g.Number).ToListAsync(stop);
        return grants.Select(open.Budget.Grants.GetValueOrDefault).FirstOrDefault(g => g is not null)?.Award.Cluster ?? $"{cluster.Members[0]}";
    }
}
