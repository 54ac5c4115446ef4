using CoretimeDesk.Quoting.Fiat;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Quoting.Tests.Fiat;

/// <summary>Rates are stored, superseded and shown by; nothing that is offered knows of them.</summary>
public sealed class KeepingFiatOut(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _desk = new(postgres);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task F13_Without_a_rate_there_is_no_fiat_and_with_one_its_date_and_source_are_told()
    {
        var quote = await _desk.SentAsync(_desk.Rita, _desk.Customer());
        Assert.Equal("NO_RATE", (await ViewAsync(quote, _desk.Rita)).Refusal?.Reason);
        await RecordAsync("polkadot", "USD", "5", 0);
        await RecordAsync("kusama", "EUR", "20", 0);
        Assert.Equal("NO_RATE", (await ViewAsync(quote, _desk.Rita)).Refusal?.Reason);

        await RecordAsync("polkadot", "EUR", "400", -1);
        await RecordAsync("polkadot", "EUR", "4.1205", -1);
        await RecordAsync("polkadot", "EUR", "3", -9);
        var view = (await ViewAsync(quote, _desk.Rita)).OrThrow();
        Assert.Equal(("4.1205", "2026-11-02", "a bank", "Bert Budget", FiatView.Caveat), (view.Rate.Rate, view.Rate.AsOf, view.Rate.Source, view.Rate.RecordedBy, view.Caveat));
        var net = view.Lines.Single(l => l.Name == "customer_net");
        Assert.Equal(("100000000000", "41.20"), (net.Planck, net.Fiat)); // 41.205: half to even

        // Nobody sees an amount in euros that they may not see in DOT.
        Assert.Equal("AMOUNTS_HIDDEN", (await ViewAsync(quote, _desk.Sam)).Refusal?.Reason);
        Assert.Equal("NOT_FOUND", (await ViewAsync(quote, QuotingWorld.Person("Rob", [Guid.CreateVersion7()], Role.Rep))).Refusal?.Reason);
        Assert.Equal("NOT_PRICED", (await ViewAsync(await _desk.DraftAsync(_desk.Rita, _desk.Customer(), QuotingWorld.Ask()), _desk.Rita)).Refusal?.Reason);
    }

    [Fact]
    public async Task F13_The_digest_and_every_text_are_the_same_whatever_rates_are_stored()
    {
        var before = await _desk.SentAsync(_desk.Rita, _desk.Customer());
        foreach (var currency in new[] { "EUR", "JPY", "KWD" })
        {
            await RecordAsync("polkadot", currency, "4.1205", 0);
        }

        var after = await _desk.GetAsync(before);
        Assert.Equal(QuotingWorld.Newest(before).Snapshot, QuotingWorld.Newest(after).Snapshot);
        var sent = QuotingWorld.Newest(await _desk.SentAsync(_desk.Rita, _desk.Customer())).Snapshot;
        foreach (var text in new[] { sent.Canonical, sent.CanonicalTerms })
        {
            Assert.DoesNotContain(CoretimeDesk.Quoting.Fiat.Currency.Codes, c => text.Contains($"\"{c}\"", StringComparison.Ordinal));
            Assert.DoesNotContain("4.1205", text);
        }
    }

    [Fact]
    public async Task F13_A_rate_is_never_edited_or_removed_not_even_in_the_database()
    {
        await RecordAsync("polkadot", "EUR", "4", 0);
        foreach (var sql in new[] { "update quoting.fiat_rates set units = 5", "delete from quoting.fiat_rates", "truncate quoting.fiat_rates" })
        {
            await using var command = _desk.Database.CreateCommand(sql);
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task F13_The_same_request_twice_is_one_rate()
    {
        var command = QuotingWorld.As(_desk.Bert);
        var ask = new RateAsk("polkadot", "EUR", "4.1", new(2026, 11, 3), "a bank");
        var first = (await _desk.Of<FiatDesk>(0).RecordAsync(command, ask, CancellationToken.None)).OrThrow();
        var second = (await _desk.Of<FiatDesk>(1).RecordAsync(command, ask, CancellationToken.None)).OrThrow();
        Assert.Equal(first, second);
        await using var db = _desk.Db();
        Assert.Single(db.FiatRates);
    }

    private async Task RecordAsync(string network, string currency, string rate, int days)
    {
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _desk.Of<FiatDesk>().RecordAsync(
            QuotingWorld.As(_desk.Bert), new(network, currency, rate, DateOnly.FromDateTime(_desk.Clock.Now.UtcDateTime).AddDays(days), "a bank"), CancellationToken.None)).OrThrow();
    }

    private Task<Journal.Outcome<ViewQuoteResponse>> ViewAsync(V1.Quote quote, Actor viewer) =>
        _desk.Of<FiatDesk>().ViewAsync(QuotingWorld.IdOf(quote), "", "EUR", viewer, CancellationToken.None);
}
