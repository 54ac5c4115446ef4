using Microsoft.EntityFrameworkCore;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class GivingWithinTheBand(QuotingWorld world) : IClassFixture<QuotingWorld>
{
    // One core, one period at the end price: 10 DOT. A startup of tier S: the rep's own ceiling is a tenth of it.
    private const ulong Ceiling = 10_000_000_000;

    [Fact]
    public async Task F2_The_ceiling_is_answered_before_a_number_is_typed()
    {
        var preview = (await world.Of<CoretimeDesk.Quoting.Quotes.QuoteList>().PreviewAsync(world.Rita, "", world.Customer(), null, QuotingWorld.Ask(), CancellationToken.None)).OrThrow();

        Assert.Equal("100000000000", preview.Terms.Total.ListPlanck);
        Assert.Equal($"{Ceiling}", preview.Judgement.OwnCeilingPlanck);
        Assert.Equal("35000000000", preview.Judgement.DeepestPlanck); // 60 % giveaway less 25 % commission.
        Assert.Contains(preview.Judgement.Explanation, line => line.Contains("At least: 0 DOT", StringComparison.Ordinal));
        Assert.Contains(preview.Judgement.Explanation, line => line.Contains("team lead must approve", StringComparison.Ordinal));
        Assert.Equal(0, await world.Db().Quotes.CountAsync(q => q.OwnerId == world.Rita.Id && q.AccountId == Guid.Parse(preview.Terms.AccountId)));
    }

    [Fact]
    public async Task F2_A_concession_equal_to_the_ceiling_passes_at_once()
    {
        var sent = await world.SentAsync(world.Rita, world.Customer(), QuotingWorld.Ask(waived: Ceiling));

        Assert.Equal(QuoteState.Sent, QuotingWorld.Newest(sent).State);
        Assert.Empty(QuotingWorld.Newest(sent).Approvals);
    }

    [Theory]
    [InlineData("waived")]
    [InlineData("rebate")]
    [InlineData("bundle")]
    public async Task F2_One_planck_beyond_the_ceiling_cannot_reach_sent_without_the_named_approvers(string kind)
    {
        // A rebate of even one planck goes a step up; a bundle of small things is one concession.
        var ask = kind switch
        {
            "waived" => QuotingWorld.Ask(waived: Ceiling + 1),
            "rebate" => QuotingWorld.Ask(rebate: 1),
            _ => QuotingWorld.Ask(cores: 10, waived: 1, sponsored: [new(1, 1)]),
        };
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), ask);
        Assert.Equal(QuoteState.Submitted, QuotingWorld.Newest(quote).State);
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await world.SendAsync(world.Hana, quote)));

        var asked = QuotingWorld.Asked(quote, "team_lead");
        Assert.Equal("OWN_REQUEST", QuotingWorld.ReasonOf(await world.GiveAsync(world.Rita with { Roles = new HashSet<Role> { Role.Rep, Role.TeamLead } }, asked)));
        Assert.Equal("NOT_AN_APPROVER", QuotingWorld.ReasonOf(await world.GiveAsync(world.Hana, asked)));
        (await world.GiveAsync(world.Tom, asked)).OrThrow();

        var sent = (await world.SendAsync(world.Rita, quote)).OrThrow().Quote;
        var proof = Assert.Single(QuotingWorld.Newest(sent).Snapshot.Approvals);
        Assert.Equal((world.Tom.Id.ToString(), QuotingWorld.Newest(sent).TermsSha256), (proof.DecidedById, proof.TermsSha256));
    }

    [Fact]
    public async Task Nobody_can_approve_beyond_the_hard_stop_and_every_reason_is_said_in_words()
    {
        var quote = await world.PricedAsync(world.Rita, world.Customer(corePeriods: 14), QuotingWorld.Ask(waived: 50_000_000_001));

        var refusal = (await world.SubmitAsync(world.Rita, quote)).Refusal!;

        Assert.Equal("RULES_REFUSE", refusal.Reason);
        Assert.Equal("concession_over_hard_stop,giveaway_over_ceiling,assessment_missing,reason_code_missing", refusal.Facts["reasons"]);
        Assert.Contains("assessment", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(QuoteState.Priced, QuotingWorld.Newest(await world.GetAsync(quote)).State);
    }

    [Fact]
    public async Task A_rebate_is_never_more_than_the_customer_pays()
    {
        var quote = await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask(rebate: 100_000_000_001));

        var refusal = (await world.PriceAsync(world.Rita, quote)).Refusal!;

        Assert.Equal("ask.lines[0].coretime.rebate_planck", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public async Task Complaint4_A_sponsored_whole_leaves_nothing_over()
    {
        // 100 % discounts that leave 0.01, and totals that jump: here the whole term is sponsored, and what is left is exactly nothing.
        var quote = await world.PricedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(periods: 13, cores: 3, sponsored: [.. Enumerable.Range(1, 13).Select(p => new CoretimeDesk.Quoting.Quotes.SponsoredPeriod((uint)p, 3))]));
        var total = QuotingWorld.Newest(quote).Terms.Total;

        Assert.Equal((total.ListPlanck, "0", "0"), (total.SponsoredPlanck, total.CustomerPaysPlanck, total.CustomerNetPlanck));
        Assert.Equal(total.ListPlanck, total.ConcessionPlanck);
        // Core for core the forecast of libs/Market, three times: nothing is rounded on the way.
        var periods = QuotingWorld.Newest(quote).Terms.Price.Periods;
        Assert.Equal(13, periods.Count);
        Assert.Equal($"{periods.Aggregate(UInt128.Zero, (sum, p) => sum + UInt128.Parse(p.ExpectedPlanck)) * 3}", total.ListPlanck);
    }

    [Fact]
    public async Task Complaint5_There_is_one_amount_and_no_currency_to_convert_it_from()
    {
        var quote = await world.PricedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(periods: 2, waived: 4_100_000_001));
        var first = QuotingWorld.Newest(quote).Terms;
        // As often as it is edited and priced, the amounts of the same ask in the same block are the same.
        for (var i = 0; i < 3; i++)
        {
            (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(periods: 2, waived: 4_100_000_001))).OrThrow();
            var again = QuotingWorld.Newest((await world.PriceAsync(world.Rita, quote)).OrThrow().Quote).Terms;

            // Only what keeps the desk's own affairs from being guessed at is made anew.
            Assert.NotEqual(first.InternalSalt, again.InternalSalt);
            (again.InternalSalt, again.InternalSha256) = (first.InternalSalt, first.InternalSha256);
            Assert.Equal(first, again);
        }

        Assert.DoesNotContain("usd", QuoteTerms.Descriptor.File.ToProto().ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
