using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Pages;
using CoretimeDesk.Web.Tests.Components;
using Google.Protobuf.WellKnownTypes;
using Match = CoretimeDesk.Quoting.V1.Match;

namespace CoretimeDesk.Web.Tests.Operator;

/// <summary>Followers, payments of no quote, rule versions: in the states that they have.</summary>
public sealed class LookingAfterTheDesk
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_follower_is_shown_by_date_then_block_and_its_node_without_what_signs_in_there()
    {
        var desk = Desk("Administrator").Answer<ListFollowersRequest>(_ => new ListFollowersResponse { Followers = { Follower(FollowerMode.Live) } });
        var page = await desk.RenderAsync<FollowersPage>("/followers");
        var text = page.QuerySelector("[data-chain=polkadot-coretime]")!.TextContent;
        Assert.Equal("Followers: Finalised blocks are read", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("16 Nov 2026 10:41 UTC block 4,000,000", Blanks(text), StringComparison.Ordinal);
        Assert.Contains("wss://node.example:443/rpc", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("3 blocks, and 2 blocks not final yet", text, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[data-chain] button"));
    }

    [Theory]
    [InlineData("Administrator", true)]
    [InlineData("Leadership", false)]
    public async Task One_that_has_stopped_says_why_and_whoever_may_lets_it_go_on(string role, bool may)
    {
        var stopped = Follower(FollowerMode.Stopped);
        (stopped.StopReason, stopped.StopMessage) = ("NotDescendant", "Block 4,000,001 does not follow block 4,000,000.");
        var page = await Desk(role).Answer<ListFollowersRequest>(_ => new ListFollowersResponse { Followers = { stopped } }).RenderAsync<FollowersPage>("/followers");
        Assert.Equal("Followers: 1 of 1 stopped", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("does not follow block", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(may, page.QuerySelector("[data-chain] button") is not null);
    }

    [Theory]
    [InlineData("TeamLead", true)]
    [InlineData("BudgetHolder", false)]
    [InlineData("Administrator", false)]
    public async Task A_payment_has_its_candidates_with_what_speaks_against_them_and_those_decide_who_may(string role, bool may)
    {
        var desk = Desk(role)
            .Answer<ListReviewsRequest>(_ => new ListReviewsResponse { Matches = { Review() } })
            .Answer<ListUnmatchedRequest>(_ => new ListUnmatchedResponse { Matches = { Stranger() } });
        var page = await desk.RenderAsync<UnmatchedPage>("/unmatched");
        Assert.Equal("Unmatched: 1 payment to decide", page.QuerySelector("h1")!.TextContent);
        var review = page.QuerySelector("[data-row]")!;
        Assert.Contains("24.6223", review.TextContent, StringComparison.Ordinal);
        Assert.Contains("A person looks because it cost more than the quote's limit", review.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, review.QuerySelectorAll("input[type=radio]").Length); // Two candidates, and none of them.
        Assert.Contains("names the quote's digest", review.TextContent, StringComparison.Ordinal);
        Assert.Equal(!may, review.QuerySelector("fieldset")!.HasAttribute("disabled"));
        Assert.Contains("no quote resembles it", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HeadOfSales", true)]
    [InlineData("BudgetHolder", false)]
    public async Task A_payment_that_resembles_no_quote_can_be_given_to_a_customer_by_those_who_decide(string role, bool may)
    {
        var desk = Desk(role).Answer<ListReviewsRequest>(_ => new ListReviewsResponse()).Answer<ListUnmatchedRequest>(_ => new ListUnmatchedResponse { Matches = { Stranger() } });
        var closed = await desk.RenderAsync<UnmatchedPage>("/unmatched");
        Assert.Equal(may, closed.QuerySelector("tbody a[role=button]") is not null);
        Assert.Null(closed.QuerySelector(".give"));

        var open = await desk.RenderAsync<UnmatchedPage>("/unmatched?give=f1");
        Assert.Equal(may, open.QuerySelector(".give input[type=search]") is not null);
        Assert.Equal(may ? "true" : null, open.QuerySelector("tbody a[role=button]")?.GetAttribute("aria-expanded"));
        Assert.Null(open.QuerySelector(".give .pri")); // Nothing can be given before somebody is chosen, and why is said.
    }

    [Fact]
    public void What_giving_causes_is_said_and_that_a_word_alone_wins_nothing()
    {
        Assert.Contains("wins nothing", CoretimeDesk.Web.Desk.Unmatched.MatchWords.GiveEffect("Aleph"), StringComparison.Ordinal);
        var given = new MatchCandidate { Number = "Q-3", Customer = "Aleph", Differs = { "no_evidence" } };
        Assert.Contains("outside the terms of Q-3", CoretimeDesk.Web.Desk.Unmatched.MatchWords.Effect(Stranger(), given), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_payment_is_explained_the_page_says_so()
    {
        var page = await Desk("TeamLead").Answer<ListReviewsRequest>(_ => new ListReviewsResponse()).Answer<ListUnmatchedRequest>(_ => new ListUnmatchedResponse()).RenderAsync<UnmatchedPage>("/unmatched");
        Assert.Equal("Unmatched: every payment is explained", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public void What_a_decision_causes_is_said_before_it_is_made()
    {
        var review = Review();
        Assert.Contains("wins the quote", CoretimeDesk.Web.Desk.Unmatched.MatchWords.Effect(review, review.Candidates[0]), StringComparison.Ordinal);
        Assert.Contains("outside the terms of Q-2", CoretimeDesk.Web.Desk.Unmatched.MatchWords.Effect(review, review.Candidates[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_are_listed_with_who_adopted_them_and_compared_with_the_one_before()
    {
        var page = await Rules().RenderAsync<RulesPage>("/admin/rules");
        Assert.Equal("Rule versions: 2 is in force since 1 Nov 2026", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["/admin/rules/2", "/admin/rules/2?diff=1", "/admin/rules/1"], page.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Hedda, 20 Oct 2026", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_has_units_and_its_changes_stand_side_by_side()
    {
        var desk = Rules();
        var page = await desk.RenderAsync<RulesPage>("/admin/rules/2?diff=1", new() { ["Version"] = 2 });
        var asked = desk.Asked.OfType<DiffRuleVersionsRequest>().Single();
        Assert.Equal((1u, 2u), (asked.Before, asked.Version));
        Assert.Equal(["Ceilings: startup, S", "10.00 %", "12.00 %", "startup S may get 2 points more."], page.QuerySelectorAll("table.diff tbody tr :is(th, td)").Select(c => c.TextContent));
        Assert.Equal(["startup", "10.00 %", "15.00 %", "15.00 %", "20.00 %"], page.QuerySelectorAll("[data-panel=Ceilings] tbody tr")[0].Children.Select(c => c.TextContent));
        var all = page.DocumentElement.TextContent;
        Assert.Contains("up to 10 points over the ceiling: team lead, within 24 hours", all, StringComparison.Ordinal);
        Assert.Contains("50.00 % of list", all, StringComparison.Ordinal);
        Assert.Contains("131 core-periods a year and more", all, StringComparison.Ordinal);
        Assert.Contains("14 days, at most 30", all, StringComparison.Ordinal);
    }

    private static DeskOnPaper Desk(string role) => new() { Roles = [role], Now = Now };

    private static string Blanks(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");

    private static Follower Follower(FollowerMode mode) => new()
    {
        Chain = "polkadot-coretime", Kind = ChainKind.Coretime, Mode = mode, BlockNumber = 4_000_000, BlockHash = $"0x{new string('a', 64)}", BlockTime = Now.AddSeconds(-42).ToTimestamp(), FinalizedNumber = 4_000_003,
        BestNumber = 4_000_005, FinalizedAt = Now.AddSeconds(-6).ToTimestamp(), Endpoint = "wss://desk:s3cret@node.example:443/rpc", SpecName = "coretime-polkadot", SpecVersion = 2_000_000, Replica = "a", GenesisHash = $"0x{new string('b', 64)}",
    };

    private static PaidFact Fact() => new()
    {
        FactId = "f1", Chain = "polkadot-coretime", BlockNumber = 4_000_000, EventIndex = 3, OccurredAt = Now.ToTimestamp(), Kind = PaidKind.Purchase, Payer = $"0x{new string('c', 64)}", PricePlanck = "246223214200", Token = "DOT",
        Decimals = 10, Core = 12,
    };

    private static Match Review() => new()
    {
        Fact = Fact(), State = MatchState.InReview, Payer = MatchPayer.Stranger, Differs = { "over_limit" },
        Candidates =
        {
            new MatchCandidate { QuoteId = "q1", Number = "Q-1", Revision = 2, QuoteSha256 = new('1', 64), Customer = "Aleph", HasDigest = true, Differs = { "over_limit" } },
            new MatchCandidate { QuoteId = "q2", Number = "Q-2", Revision = 1, QuoteSha256 = new('2', 64), Customer = "Wexmoor", Score = 60, Differs = { "late" } },
        },
    };

    private static Match Stranger() => new() { Fact = Fact(), State = MatchState.Unmatched, Payer = MatchPayer.Stranger };

    private static DeskOnPaper Rules() => Desk("Administrator")
        .Answer<ListRuleVersionsRequest>(_ => new ListRuleVersionsResponse { Versions = { Record(2, true), Record(1, false) } })
        .Answer<GetRuleVersionRequest>(r => new GetRuleVersionResponse { Record = Record(r.Version, r.Version == 2), RulesJson = File.ReadAllText(Path.Combine(CoretimeDesk.Desk.Workspace.Repository, "services/Quoting/Domain/Rules/rules-v1.json")) })
        .Answer<DiffRuleVersionsRequest>(_ => new DiffRuleVersionsResponse { Changes = { new RuleChange { Path = "/ceilings_bp/startup/S", Before = "1000", After = "1200", Sentence = "startup S may get 2 points more." } } });

    private static RuleVersionRecord Record(uint version, bool inForce) => new()
    {
        Version = version, Sha256 = new('d', 64), EffectiveFrom = new DateTimeOffset(2026, version == 2 ? 11 : 1, 1, 0, 0, 0, TimeSpan.Zero).ToTimestamp(), AdoptedBy = version == 2 ? "Hedda" : "",
        AdoptedAt = new DateTimeOffset(2026, 10, 20, 9, 0, 0, TimeSpan.Zero).ToTimestamp(), Reason = "the market", InForce = inForce,
    };
}
