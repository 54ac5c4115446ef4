using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Fact = CoretimeDesk.Insights.Facts.Fact;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Which facts follow from which events, without a database.</summary>
public sealed class TranslatingWhatIsTold
{
    private static readonly DateTimeOffset At = new(2026, 10, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly Customer _customer = new(1, InsightsWorld.Ada);

    [Fact]
    public void A_lead_is_created_by_whoever_opened_it_with_the_size_that_the_customer_had_then()
    {
        var facts = Of(_customer.Noted(At), _customer.Edited(At.AddHours(1), Segment.Enterprise, SizeTier.Xl), _customer.Opened(At.AddHours(2)), _customer.Edited(At.AddHours(3), Segment.Startup, SizeTier.S));
        var created = Assert.IsType<LeadCreated>(Assert.Single(facts));
        Assert.Equal(($"{_customer.Account}", "enterprise", "XL", $"{InsightsWorld.Ada.Id}", At.AddHours(2)), (created.Lead, created.Segment, created.Tier, created.Rep, created.OccurredAt));
    }

    [Fact]
    public void A_lead_that_the_desk_itself_opened_is_nobodys()
    {
        Assert.Null(Assert.IsType<LeadCreated>(Assert.Single(Of(_customer.Noted(At), _customer.Opened(At.AddHours(2), Guid.Empty)))).Rep);
    }

    [Fact]
    public void An_account_alone_is_no_lead_and_a_lead_waits_until_its_account_is_told()
    {
        var opened = _customer.Opened(At);
        Assert.Empty(Of(_customer.Noted(At)));
        Assert.Empty(Of(opened));
    }

    [Theory]
    [InlineData("RELEASED", true)]
    [InlineData("EXPIRED", true)]
    [InlineData("INACTIVE", true)]
    [InlineData("GIVEN_UP", true)]
    [InlineData("REJECTED", false)]
    [InlineData("MERGED", false)]
    [InlineData("OWNER_LEFT", false)]
    public void A_registration_that_ends_loses_the_customer_unless_it_was_none_yet_or_goes_on_elsewhere(string ending, bool loses)
    {
        Assert.Equal(loses, Of(_customer.RegistrationOver(At, ending)).OfType<Released>().Any());
    }

    [Fact]
    public void A_lead_that_is_closed_as_won_is_not_lost()
    {
        Assert.Empty(Of(_customer.Closed(At, "paid", won: true)));
        Assert.Equal("price", Assert.IsType<Lost>(Assert.Single(Of(_customer.Closed(At, "price")))).Reason);
    }

    [Fact]
    public void Each_revision_that_was_sent_is_a_quote_with_its_own_amounts_and_clearance()
    {
        var facts = Of(
            _customer.Approved(At, automatic: true), _customer.Sent(At.AddHours(1), 1000, 50), _customer.Approved(At.AddHours(2), automatic: false, 2), _customer.Sent(At.AddHours(3), 900, 200, 2),
            _customer.Accepted(At.AddHours(4), 2));
        Assert.Equal([(1000u, Band.Rep), (900u, Band.Approval)], facts.OfType<Quoted>().OrderBy(q => q.At).Select(q => ((uint)q.List.Value, q.Band)));
        Assert.Equal(facts.OfType<Quoted>().Single(q => q.Band == Band.Approval).Quote, Assert.Single(facts.OfType<Accepted>()).Quote);
    }

    [Fact]
    public void A_quote_whose_approval_is_still_on_its_way_waits_for_it()
    {
        var (approved, sent) = (_customer.Approved(At, automatic: true), _customer.Sent(At.AddHours(1), 1000, 50));
        Assert.Empty(Of(sent));
        Assert.Single(Of(sent, approved));
    }

    [Fact]
    public void An_approval_that_nobody_decided_is_decided_when_its_round_ends()
    {
        var facts = Of(_customer.Asked(At, 1), _customer.Asked(At, 2), _customer.Given(At.AddHours(2), 1), _customer.Priced(At.AddHours(30)));
        Assert.Equal([At.AddHours(2), At.AddHours(30)], facts.OfType<ApprovalDecided>().Select(d => d.OccurredAt).Order());
        Assert.All(facts.OfType<ApprovalSubmitted>(), a => Assert.Equal(24, a.SlaHours));
    }

    [Fact]
    public void A_purchase_has_the_blocks_time_whole_cores_and_its_regions_end()
    {
        var purchase = Assert.IsType<Purchase>(Assert.Single(Of(_customer.Bought(1, At, 777, At.AddDays(3), begin: 299_000))));
        Assert.Equal((At, At.AddDays(3), new Planck(777), 5040L * 80, Payer.Own), (purchase.OccurredAt, purchase.RecordedAt, purchase.Amount, purchase.TimesliceBits, purchase.Payer));
        Assert.Equal(At.AddDays(28), purchase.EndsAt);
    }

    [Fact]
    public void A_block_ahead_of_the_desks_clock_counts_as_recorded_at_its_own_time()
    {
        var purchase = Assert.Single(Of(_customer.Bought(1, At, 777, At.AddSeconds(-7))));
        Assert.Equal((At, At), (purchase.OccurredAt, purchase.RecordedAt));
    }

    [Fact]
    public void What_a_grant_spent_was_paid_by_the_sponsor_whichever_is_told_first()
    {
        var (bought, spent) = (_customer.Bought(1, At, 777), _customer.Spent(At, 1));
        foreach (var told in new[] { new[] { bought, spent }, [spent, bought] })
        {
            var purchase = Assert.IsType<Purchase>(Assert.Single(Facts(told, _customer, "paid/")));
            Assert.Equal((Payer.Sponsor, $"{_customer.Grant}"), (purchase.Payer, purchase.Grant));
        }
    }

    [Fact]
    public void A_payer_who_is_told_of_after_the_purchase_is_a_fact_of_its_own_and_saying_it_again_is_none()
    {
        var bought = _customer.Bought(1, At, 777);
        TopicEvent[] told =
        [
            bought, _customer.Judged(1, At.AddHours(1)), _customer.Spent(At.AddHours(2), 1), _customer.Judged(1, At.AddHours(3), payer: MatchPayer.Sponsor), _customer.Used(At.AddHours(4), 1, 1, 700),
        ];
        var facts = Facts(told, _customer, "paid/");
        Assert.Equal((Payer.Own, null), facts.OfType<Purchase>().Select(p => (p.Payer, p.Grant)).Single());
        var learnt = Assert.Single(facts.OfType<PayerLearnt>());
        Assert.Equal(($"paid/{_customer.FactId(1)}", Payer.Sponsor, $"{_customer.Grant}", At.AddHours(2)), (learnt.Purchase, learnt.Payer, learnt.Grant, learnt.RecordedAt));
        foreach (var order in new[] { told.Reverse(), told.Concat(told), told.OrderBy(t => t.Type) })
        {
            Assert.Equal(facts.OrderBy(f => f.Id), Facts([.. order], _customer, "paid/").OrderBy(f => f.Id));
        }
    }

    [Fact]
    public void What_was_earned_of_payments_is_a_fact_for_each_that_is_otherwise_than_it_was_told_before()
    {
        TopicEvent Earned(int hours, params (string Payment, string Planck)[] payments) => new("commissions", Guid.Parse($"018f2c3e-7b1a-7c55-9c21-{hours:x12}"), 1, new Commissions.V1.BaseEarned
        {
            PersonId = $"{InsightsWorld.Ada.Id}", Month = "2026-10", Token = "DOT", Until = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(At.AddHours(hours)),
            Payments = { payments.Select(p => new Commissions.V1.BaseEarned.Types.Payment { PaymentId = p.Payment, Planck = p.Planck }) },
        }, Guid.Empty, At.AddHours(hours));

        // A payment that was judged anew ("#2") is the same purchase.
        TopicEvent[] told = [Earned(3, ("b", "7"), ("b#2", "5")), Earned(1, ("a", "10"), ("b", "7")), Earned(2, ("a", "10"), ("b", "7"), ("c", "1"))];
        var facts = Of(told).Cast<BaseEarned>().OrderBy(f => f.RecordedAt).ThenBy(f => f.Purchase);
        Assert.Equal(["1 paid/a 10", "1 paid/b 7", "2 paid/c 1", "3 paid/a 0", "3 paid/b 12", "3 paid/c 0"], facts.Select(f => $"{(f.RecordedAt - At).Hours} {f.Purchase} {f.Amount.Value}"));
        Assert.All(facts, f => Assert.Equal((new(2026, 10), $"{InsightsWorld.Ada.Id}"), (f.Month, f.Rep)));
    }

    [Fact]
    public void A_payout_that_has_arrived_pays_claims_at_its_blocks_time()
    {
        var confirmed = new TopicEvent("commissions", Guid.Parse("018f2c3e-7b1a-7c55-9c21-0000000000c1"), 1, new Commissions.V1.PayoutConfirmed
        {
            Month = "2026-09", Token = "DOT", ParticipantId = "ada", Tag = "coretime-desk/commission/2026-09/ada", Planck = "30", Chain = Customer.Chain, BlockNumber = 77, BlockHash = "0xaa", EventIndex = 0,
            ConfirmedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(At.AddHours(-1)),
            Claims =
            {
                new Commissions.V1.PayoutConfirmed.Types.Claim { Line = 2, PaymentId = "a", Planck = "10", DueAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(At.AddDays(-20)) },
                new Commissions.V1.PayoutConfirmed.Types.Claim { Line = 5, PaymentId = "b", Planck = "20", DueAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(At.AddDays(-9)) },
            },
        }, Guid.Empty, At);
        var claims = Of(confirmed, confirmed).Cast<ClaimPaid>().OrderBy(c => c.Claim).ToList();
        Assert.Equal([("coretime-desk/commission/2026-09/ada/2", At.AddDays(-20)), ("coretime-desk/commission/2026-09/ada/5", At.AddDays(-9))], claims.Select(c => (c.Claim, c.DueAt)));
        Assert.All(claims, c => Assert.Equal((At.AddHours(-1), At), (c.OccurredAt, c.RecordedAt)));
    }

    [Fact]
    public void An_order_that_credits_paid_is_credit_paid_and_has_no_region()
    {
        var order = Assert.IsType<Purchase>(Assert.Single(Of(_customer.Ordered(1, At, 5, PaymentMeans.Credits))));
        Assert.Equal((Payer.Credit, 0L, null), (order.Payer, order.TimesliceBits, order.EndsAt));
    }

    [Fact]
    public void A_judgement_that_says_the_same_again_changes_nothing()
    {
        var facts = Of(_customer.Judged(1, At), _customer.Judged(1, At.AddHours(1)), _customer.Judged(1, At.AddHours(2), basis: MatchBasis.Person));
        Assert.Equal(MatchHow.Auto, Assert.IsType<Matched>(Assert.Single(facts)).How);
    }

    [Fact]
    public void A_judgement_that_says_otherwise_takes_the_match_back_and_may_make_another()
    {
        var other = new Customer(2, InsightsWorld.Bob);
        var facts = Of(_customer.Judged(1, At), _customer.Judged(1, At.AddHours(1), MatchState.Rejected), _customer.Judged(1, At.AddHours(2), account: other.Account, payer: MatchPayer.Stranger));
        var (first, second) = (facts.OfType<Matched>().First(), facts.OfType<Matched>().Last());
        Assert.Equal(first.Id, Assert.Single(facts.OfType<Facts.MatchReversed>()).Match);
        Assert.Equal(($"{other.Account}", true), (second.Lead, second.ThirdParty));
    }

    [Fact]
    public void Tranches_open_with_the_award_and_by_themselves_and_end_with_the_grant()
    {
        var facts = Of(_customer.Awarded(At, 100, 200, 300), _customer.TrancheOpen(At.AddDays(5), 2), _customer.Used(At.AddDays(3), 9, 1, 40, At.AddDays(4)), _customer.GrantOver(At.AddDays(60)));
        Assert.Equal([(1L, 100u, At), (2L, 200u, At.AddDays(5))], facts.OfType<TrancheOpened>().OrderBy(t => t.Tranche).Select(t => (t.Tranche, (uint)t.Amount.Value, t.OccurredAt)));
        Assert.Equal([1L, 2L], facts.OfType<TrancheEnded>().Select(t => t.Tranche).Order());
        Assert.Equal((At.AddDays(3), At.AddDays(4)), facts.OfType<TrancheUsed>().Select(u => (u.OccurredAt, u.RecordedAt)).Single());
    }

    [Fact]
    public void Every_fact_says_which_event_it_is_from_and_chain_facts_their_block()
    {
        foreach (var row in _customer.Story(At, 1000).GroupBy(t => Subjects.Of(t.Message).Subject).SelectMany(g => Translation.Of(new SubjectTold(g.Key, g.Select(t => t.ToTold())))))
        {
            var evidence = EvidenceList.Parser.ParseFrom(row.Evidence).Items;
            Assert.NotEmpty(evidence);
            Assert.All(evidence, e => Assert.True(e.Topic.Length > 0 && e.Type.Length > 0 && Guid.TryParse(e.AggregateId, out _) && e.Sequence > 0, row.Id));
            if (row.Kind == "purchase")
            {
                Assert.Contains(evidence, e => e is { BlockNumber: 1001, Chain: Customer.Chain, HasEventIndex: true } && e.BlockHash.Length == 66);
            }
        }
    }

    private System.Collections.Immutable.ImmutableArray<Fact> Of(params TopicEvent[] told) => Facts(told, _customer, "");

    /// <summary>Facts of all subjects, read from their lines as anybody would.</summary>
    private static System.Collections.Immutable.ImmutableArray<Fact> Facts(IReadOnlyList<TopicEvent> told, Customer customer, string prefix)
    {
        Assert.NotEqual(Guid.Empty, customer.Account);
        var events = told.Select(t => (Told: t.ToTold(), About: Subjects.Of(t.Message))).ToList();
        var subjects = events.SelectMany(e => new[] { e.About.Subject, e.About.Also }).OfType<string>().Distinct().Where(s => s.StartsWith(prefix, StringComparison.Ordinal));
        var lines = subjects.SelectMany(s => Translation.Of(new SubjectTold(s, events.Where(e => e.About.Subject == s || e.About.Also == s).Select(e => e.Told)))).Select(r => r.Body).ToList();
        var reading = FactFile.Read(lines);
        Assert.Null(reading.Fault);
        return reading.Set.Facts;
    }
}
