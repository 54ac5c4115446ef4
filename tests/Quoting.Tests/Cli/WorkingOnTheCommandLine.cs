using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.Tests.Matching;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Quoting.Tests.Cli;

/// <summary>Reviews, rules and rates on the command line, against a running service.</summary>
public sealed class WorkingOnTheCommandLine(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly UInt128 Ten = 100_000_000_000;
    private readonly QuotingWorld _desk = new(postgres) { IsServed = true };
    private MatchingWorld _chain = null!;
    private QuotingCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        (_chain, _cli) = (new(_desk), new(_desk));
    }

    public ValueTask DisposeAsync()
    {
        _cli?.Dispose();
        return _desk.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_for_a_person_is_listed_decided_shown_and_taken_back()
    {
        Assert.Contains("Nothing waits for a decision.", await _cli.SayAsync(_desk.Tom, "matches", "reviews"));
        Assert.Contains("No paid event belongs to a quote yet.", await _cli.SayAsync(_desk.Hana, "matches", "list"));
        Assert.Contains("Every paid event belongs to a quote, or waits for a decision.", await _cli.SayAsync(_desk.Hana, "matches", "unmatched"));

        var (quote, _) = await _chain.SentAsync();
        var digest = MatchingWorld.DigestOf(quote);
        var (block, elsewhere) = (_chain.Next(), _chain.Next());
        var (bought, nobodys) = (block.Buys(MatchingWorld.Account(), _chain.Sale, Ten), elsewhere.Buys(MatchingWorld.Account(), _chain.Sale, Ten));
        await _chain.SaysAsync(block.Remarks(digest), bought, nobodys);
        var fact = bought.Origin.FactId;

        var reviews = await _cli.SayAsync(_desk.Tom, "matches", "reviews");
        foreach (var part in new[] { fact, "wrong account", quote.Number, "100 points, its digest is in the same extrinsic", $"--quote {digest}", bought.Buyer, block.Hash })
        {
            Assert.Contains(part, Unwrapped(reviews));
        }

        Assert.Equal("MATCH_STATE_IN_REVIEW", (string)(await _cli.JsonAsync(_desk.Tom, "matches", "reviews"))["matches"]![0]!["state"]!);
        Assert.Equal(nobodys.Origin.FactId, (string)(await _cli.JsonAsync(_desk.Hana, "matches", "unmatched"))["matches"]![0]!["fact"]!["factId"]!);

        const string Reason = "the customer wrote that it was theirs";
        Assert.Contains("--quote DIGEST, or --none", await _cli.FailAsync(_desk.Tom, "matches", "decide", fact, "--reason", Reason));
        Assert.Contains("--quote DIGEST, or --none", await _cli.FailAsync(_desk.Tom, "matches", "decide", fact, "--quote", digest, "--none", "--reason", Reason));
        Assert.Contains("20 to 500", await _cli.FailAsync(_desk.Tom, "matches", "decide", fact, "--quote", digest, "--reason", "looks good"));
        Assert.Contains("none of those", await _cli.FailAsync(_desk.Tom, "matches", "decide", fact, "--quote", new string('0', 64), "--reason", Reason));
        var stranger = QuotingWorld.Person("Tina", [Guid.CreateVersion7()], Role.TeamLead);
        Assert.Contains("their own teams", await _cli.FailAsync(stranger, "matches", "decide", fact, "--quote", digest, "--reason", Reason));

        Assert.Contains($"counted for {quote.Number} of", await _cli.SayAsync(_desk.Tom, "matches", "decide", fact, "--quote", digest, "--reason", Reason));
        var listed = (await _cli.JsonAsync(_desk.Rita, "matches", "list", "--quote", quote.QuoteId))["matches"]!.AsArray();
        Assert.Equal((fact, true, "Tom Lead"), ((string)listed[0]!["fact"]!["factId"]!, (bool)listed[0]!["hasWon"]!, (string)listed[0]!["decidedBy"]!));
        Assert.Equal("QUOTE_STATE_WON", await StateAsync(quote));
        Assert.Contains("has become clear by itself", await _cli.FailAsync(_desk.Tom, "matches", "decide", fact, "--none", "--reason", Reason));

        Assert.Contains("rejected", await _cli.SayAsync(_desk.Hana, "matches", "reverse", fact, "--reason", "another customer has bought it, as it turns out"));

        // What resembles no quote is given to a customer: after a yes, and for nothing.
        var (other, to) = (nobodys.Origin.FactId, quote.Customer.AccountId);
        Assert.Contains("--yes", await _cli.FailAsync(_desk.Tom, "matches", "give", other, "--to", to, "--reason", Reason));
        Assert.Contains("was sent to this customer", await _cli.FailAsync(_desk.Tom, "matches", "give", other, "--to", $"{Guid.CreateVersion7()}", "--reason", Reason, "--yes"));
        Assert.Contains($"outside terms for {quote.Number}", await _cli.SayAsync(_desk.Tom, "matches", "give", other, "--to", to, "--reason", Reason, "--yes"));
        Assert.Equal("QUOTE_STATE_SENT", await StateAsync(quote));
    }

    [Fact]
    public async Task On_demand_orders_of_a_budget_are_named_by_their_para()
    {
        var para = MatchingWorld.AnyPara();
        var (quote, account) = await _chain.SentAsync(ask: new()
        {
            Lines = [new CoretimeDesk.Quoting.Quotes.QuoteLine.OnDemand(new(Ten), default, default)], Settlement = CoretimeDesk.Quoting.Quotes.Settlement.CustomerBuys, ParaId = para,
        });
        await _chain.SaysAsync(OrderingOnDemand.Order(_desk, account, para, Ten / 4));
        Assert.Contains($"order for para {para}", Unwrapped(await _cli.SayAsync(_desk.Rita, "matches", "list", "--quote", quote.QuoteId)));
        Assert.Equal("QUOTE_STATE_WON", await StateAsync(quote));
    }

    [Fact]
    public async Task Rule_versions_are_listed_shown_adopted_and_refused_with_every_fault()
    {
        Assert.Contains("1, in force", await _cli.SayAsync(_desk.Rita, "rules", "list"));
        var first = RuleFile.First;
        var shown = await _cli.SayAsync(_desk.Rita, "rules", "show", "1");
        Assert.Contains("Version 1, in force now", shown);
        Assert.Contains(first.Hash, shown);
        Assert.Equal(first.Canonical, (await _cli.SayAsync(_desk.Rita, "rules", "show", "--raw")).Trim());
        Assert.Contains("There is no rule version 9.", await _cli.FailAsync(_desk.Rita, "rules", "show", "9"));

        var (file, next) = (_cli.PathOf("v2.json"), JsonNode.Parse(first.Canonical)!);
        (next["version"], next["effective_from"]) = (2, $"{_desk.Clock.Now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}");
        next["ceilings_bp"]!["startup"]!["S"] = 1_100;
        await File.WriteAllTextAsync(file, next.ToJsonString());
        Assert.Contains("head_of_sales", await _cli.FailAsync(_desk.Rita, "rules", "adopt", file, "--reason", "more room for startups"));
        Assert.Contains("Version 2 was adopted", await _cli.SayAsync(_desk.Hana, "rules", "adopt", file, "--reason", "more room for startups"));
        Assert.Contains("number", await _cli.FailAsync(_desk.Hana, "rules", "adopt", file, "--reason", "once more"));
        Assert.Contains("Version 2, adopted on", await _cli.SayAsync(_desk.Rita, "rules", "show", "2"));
        _desk.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("2, in force", await _cli.SayAsync(_desk.Rita, "rules", "list"));

        (next["version"], next["hard_stops"]!["concession_bp"], next["quote_days"]!["max"]) = (3, 100, 0);
        await File.WriteAllTextAsync(file, next.ToJsonString());
        var faults = await _cli.FailAsync(_desk.Hana, "rules", "adopt", file, "--reason", "a slip");
        Assert.Contains("/quote_days", faults);
        Assert.Contains("/ceilings_bp", faults);
    }

    [Fact]
    public async Task F13_A_quote_is_shown_in_a_currency_only_by_a_rate_that_finance_has_recorded()
    {
        var (quote, _) = await _chain.SentAsync();
        Assert.Contains("Nobody has recorded a rate.", await _cli.SayAsync(_desk.Rita, "rates", "list"));
        Assert.Contains("./desk rates set polkadot EUR", Unwrapped(await _cli.FailAsync(_desk.Rita, "quotes", "show", quote.Number, "--in", "EUR")));
        Assert.Contains("budget_holder", await _cli.FailAsync(_desk.Rita, "rates", "set", "polkadot", "EUR", "4.1205", "--source", "a bank"));
        Assert.Contains("is no rate", await _cli.FailAsync(_desk.Bert, "rates", "set", "polkadot", "EUR", "4,1205", "--source", "a bank"));

        Assert.Contains("4.1205 EUR as of 2026-11-02", await _cli.SayAsync(_desk.Bert, "rates", "set", "polkadot", "eur", "4.1205", "--as-of", "2026-11-02", "--source", "a bank"));
        Assert.Contains("4.1205 EUR", await _cli.SayAsync(_desk.Rita, "rates", "list", "--network", "polkadot"));
        var shown = Unwrapped(await _cli.SayAsync(_desk.Rita, "quotes", "show", quote.Number, "--in", "eur"));
        foreach (var part in new[] { "4.1205 EUR for one DOT as of 2026-11-02 (a bank; recorded by Bert Budget", "is about 41.20 EUR", "no part of the offer" })
        {
            Assert.Contains(part, shown);
        }

        Assert.DoesNotContain("EUR", await _cli.SayAsync(_desk.Rita, "quotes", "show", quote.Number));
    }

    private async Task<string> StateAsync(V1.Quote quote) =>
        (string)(await _cli.JsonAsync(_desk.Hana, "quotes", "show", quote.Number))["quote"]!["revisions"]!.AsArray()[^1]!["state"]!;

    // Tables and long lines are broken where a terminal ends: what is looked for may stand in two lines.
    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '│'], StringSplitOptions.RemoveEmptyEntries));
}
