using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Tests.Registrations;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

public sealed class HearingOfPurchases(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task A_purchase_by_an_unknown_account_opens_a_scored_lead_with_the_evidence()
    {
        var (chain, buyer) = (new Chain(world), Chain.Account());
        await chain.SaysAsync(chain.Begins(7_000, end: "10"), chain.Buys(buyer, core: 8, sale: 7_000, price: "12"));

        await using var db = world.Db();
        var known = await db.ChainAccounts.SingleAsync(c => c.PublicKey == buyer);
        var account = await db.Accounts.SingleAsync(a => a.Id == known.AccountId);
        var lead = await db.Leads.SingleAsync(l => l.AccountId == account.Id);
        Assert.Equal((HowVerified.ChainFact, LeadSource.Chain, "Bought core 8 for 12 DOT, without us"), (known.How, lead.Source, lead.Title));
        Assert.EndsWith(" on polkadot-coretime", known.Evidence, StringComparison.Ordinal);
        Assert.Equal(65, account.FitRank);
        Assert.Contains("3 November 2026: Bought core 8 for 12 DOT", account.TargetDetail, StringComparison.Ordinal);
        Assert.NotNull(lead.QueueReason); // Nobody sells here yet: it waits where everybody sees it.
        Assert.Equal([ActivityKind.Purchase], world.Heard.Of(account.Id).Select(a => a.Kind));
    }

    [Fact]
    public async Task An_unknown_parachain_is_known_by_its_para_id_from_then_on()
    {
        var (chain, para) = (new Chain(world), Chain.AnyPara());
        await chain.SaysAsync(chain.BuysCredit(Chain.SovereignOf(para)));

        await using var db = world.Db();
        var account = await db.Accounts.SingleAsync(a => a.Name == $"Para {para} of polkadot");
        Assert.Equal(55, account.FitRank);
        await chain.SaysAsync(chain.Assigns(para, AssignmentFinality.Provisional));
        Assert.Equal([ActivityKind.Purchase, ActivityKind.ProvisionalAssignment], world.Heard.Of(account.Id).Select(a => a.Kind));
    }

    [Fact]
    public async Task Purchases_of_one_unknown_buyer_at_once_make_one_account_and_one_lead()
    {
        var (chain, buyer) = (new Chain(world), Chain.Account());
        var facts = Enumerable.Range(0, 6).Select(i => chain.Buys(buyer, core: (uint)i, sale: 8_000)).ToList();
        await Task.WhenAll(facts.Concat(facts).Select((fact, i) => Task.Run(() => chain.SaysAsync(fact, i))));

        await using var db = world.Db();
        var account = (await db.ChainAccounts.SingleAsync(c => c.PublicKey == buyer)).AccountId;
        Assert.Equal(1, await db.Leads.CountAsync(l => l.AccountId == account));
        Assert.Equal(6, world.Heard.Of(account).Count(a => a.Kind == ActivityKind.Purchase));
        Assert.Equal(6, (await db.Sales.SingleAsync(s => s.Chain == chain.Name && s.RegionBegin == 8_000)).CoresSold);
    }

    [Fact]
    public async Task A_purchase_by_a_customers_own_account_wins_its_leads_and_asks_for_a_csm()
    {
        var (chain, para) = (new Chain(world), Chain.AnyPara());
        var account = await Chain.AccountOfParaAsync(world, para);
        var lead = await world.LeadAsync(account);
        await world.ApprovedAsync(OwnershipWorld.Rep("Rita"), account);
        var fact = chain.Buys(Chain.SovereignOf(para), sale: 9_000);
        await chain.SaysAsync(fact, fact);

        await using var db = world.Db();
        Assert.True((await db.Leads.SingleAsync(l => l.Id == lead)).Won);
        Assert.Equal(1, await db.HandOvers.CountAsync(h => h.AccountId == account));
        Assert.Equal(1, await db.Leads.CountAsync(l => l.AccountId == account));
        Assert.Equal(fact.Origin.FactId, Assert.Single(world.Heard.Of(account)).Reference);
    }

    [Fact]
    public async Task An_account_that_was_merely_typed_is_no_proof_but_a_lead_of_that_customer()
    {
        var (chain, buyer, account) = (new Chain(world), Chain.Account(), await world.AccountAsync("Typed Labs"));
        var open = await world.LeadAsync(account);
        await Chain.NoteAsync(world, account, buyer, null);
        await chain.SaysAsync(chain.Buys(buyer, sale: 9_100));

        await using var db = world.Db();
        Assert.False((await db.Leads.SingleAsync(l => l.Id == open)).Won);
        Assert.Equal(1, await db.Leads.CountAsync(l => l.AccountId == account && l.Source == LeadSource.Chain));
    }

    [Fact]
    public async Task A_purchase_that_two_customers_could_have_made_makes_a_customer_of_neither()
    {
        var (chain, buyer) = (new Chain(world), Chain.Account());
        var (one, two) = (await world.AccountAsync("One Labs"), await world.AccountAsync("Two Labs"));
        await Chain.NoteAsync(world, one, buyer, "in the contract");
        await Chain.NoteAsync(world, two, buyer, "by mail");
        await chain.SaysAsync(chain.Buys(buyer, sale: 9_200));

        foreach (var account in new[] { one, two })
        {
            var heard = Assert.Single(world.Heard.Of(account));
            Assert.Equal(ActivityKind.Note, heard.Kind);
            Assert.Contains("have it signed for", heard.Summary, StringComparison.Ordinal);
        }

        await using var db = world.Db();
        Assert.Equal(0, await db.HandOvers.CountAsync(h => h.AccountId == one || h.AccountId == two));
    }
}
