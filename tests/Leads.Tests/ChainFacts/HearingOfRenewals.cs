using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Tests.Registrations;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

public sealed class HearingOfRenewals(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task D10_A_renewal_window_is_told_once_whichever_fact_comes_first(bool saleFirst)
    {
        var (chain, para, sale) = (new Chain(world), Chain.AnyPara(), Chain.AnyPara());
        var account = await Chain.AccountOfParaAsync(world, para);
        IMessage[] facts = [chain.Begins(sale), chain.MayRenew(11, sale, para)];
        await chain.SaysAsync(saleFirst ? facts : [.. facts.Reverse()]);
        await chain.SaysAsync(facts);

        var told = Assert.Single(world.Heard.Of(account));
        Assert.Equal(ActivityKind.RenewalWindow, told.Kind);
        Assert.StartsWith($"Para {para} may renew core 11 in the sale that began on 3 November 2026", told.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D10_Nobody_is_asked_to_renew_what_was_renewed_or_in_a_sale_that_is_over()
    {
        var (chain, para, other) = (new Chain(world), Chain.AnyPara(), Chain.AnyPara());
        var (renewed, late) = (await Chain.AccountOfParaAsync(world, para), await Chain.AccountOfParaAsync(world, other));
        var (sale, old) = (Chain.AnyPara(), Chain.AnyPara());
        await chain.SaysAsync(
            chain.Renews(3, 4, sale, para), chain.MayRenew(3, sale, para), chain.Begins(sale),
            chain.MayRenew(6, old, other), chain.Begins(old, at: world.Clock.Now.AddDays(-29)));

        Assert.Equal([ActivityKind.Renewal], world.Heard.Of(renewed).Select(a => a.Kind));
        Assert.Contains($"para {para} was renewed for 7 DOT, from core 3 to core 4", world.Heard.Of(renewed)[0].Summary, StringComparison.Ordinal);
        Assert.Empty(world.Heard.Of(late));
    }

    [Fact]
    public async Task D10_A_failed_auto_renewal_is_told_to_whose_account_could_not_pay_or_whose_core_it_is()
    {
        var (chain, para, poor, sale) = (new Chain(world), Chain.AnyPara(), Chain.AnyPara(), Chain.AnyPara());
        var (byCore, byPayer) = (await Chain.AccountOfParaAsync(world, para), await Chain.AccountOfParaAsync(world, poor));
        var core = Chain.AnyPara() % 1_000_000;
        await chain.SaysAsync(chain.MayRenew(core, sale, para), chain.CannotRenew(core), chain.CannotRenew(core + 1, Chain.SovereignOf(poor)));

        Assert.All([byCore, byPayer], a => Assert.Equal([ActivityKind.AutoRenewalFailed], world.Heard.Of(a).Select(h => h.Kind)));
    }

    [Theory]
    [InlineData(AssignmentFinality.Final, ActivityKind.FinalAssignment, 1)]
    [InlineData(AssignmentFinality.Provisional, ActivityKind.ProvisionalAssignment, 0)]
    [InlineData(AssignmentFinality.Unspecified, ActivityKind.Note, 0)]
    public async Task D10_An_assignment_is_told_with_what_it_means(AssignmentFinality finality, ActivityKind kind, int handOvers)
    {
        var (chain, para) = (new Chain(world), Chain.AnyPara());
        var account = await Chain.AccountOfParaAsync(world, para);
        await world.ApprovedAsync(OwnershipWorld.Rep("Rita"), account);
        await chain.SaysAsync(chain.Assigns(para, finality));

        Assert.Equal(kind, Assert.Single(world.Heard.Of(account)).Kind);
        await using var db = world.Db();
        Assert.Equal(handOvers, await db.HandOvers.CountAsync(h => h.AccountId == account));
    }

    [Fact]
    public async Task That_few_cores_are_left_is_told_once_to_those_who_are_being_sold_one()
    {
        var (chain, sale) = (new Chain(world), Chain.AnyPara());
        var (selling, idle) = (await world.AccountAsync("Being Sold"), await world.AccountAsync("Not Yet"));
        await world.ApprovedAsync(OwnershipWorld.Rep("Rita"), selling);
        await chain.SaysAsync(chain.Begins(sale, cores: 10));
        for (uint core = 0; core < 10; core++)
        {
            Assert.Equal(core < 9 ? 0 : 1, world.Heard.Of(selling).Count);
            await chain.SaysAsync(chain.Buys(Chain.Account(), core, sale));
        }

        var told = Assert.Single(world.Heard.Of(selling));
        Assert.Equal(ActivityKind.CoresNearlyGone, told.Kind);
        Assert.StartsWith("1 of 10 cores are left in the sale that began on 3 November 2026", told.Summary, StringComparison.Ordinal);
        Assert.Empty(world.Heard.Of(idle));
    }
}
