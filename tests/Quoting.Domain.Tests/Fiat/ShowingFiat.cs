using System.Numerics;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Fiat;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Fiat;

/// <summary>Fiat is a view of planck: exact until it is rounded once, half to even, and never turned back.</summary>
public sealed class ShowingFiat(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Bert = new(Guid.CreateVersion7(), "Bert Budget") { Roles = new HashSet<Role> { Role.BudgetHolder } };

    [Theory]
    [InlineData("1", "EUR", "4.1205", "4.12")]
    [InlineData("3", "EUR", "0.005", "0.02")] // 0.015: the even neighbour is above
    [InlineData("1", "EUR", "0.005", "0.00")] // 0.005: and here it is below
    [InlineData("5", "EUR", "0.005", "0.02")] // 0.025
    [InlineData("0.0000000001", "EUR", "4", "0.00")]
    [InlineData("1", "EUR", "0.0050000001", "0.01")] // a hair beyond the half
    [InlineData("1", "JPY", "612.5", "612")]
    [InlineData("3", "JPY", "0.5", "2")]
    [InlineData("1", "KWD", "1.2345", "1.234")]
    [InlineData("34028236692093846346337460743.1768211455", "EUR", "999999.999999999999", "34028236692093846312309224051082974.80")]
    public void F13_An_amount_is_rounded_once_half_to_even(string dot, string currency, string rate, string fiat) =>
        Assert.Equal(fiat, Rate(rate, currency).Of(Token.Dot.Parse(dot), Token.Dot).Text);

    [Fact]
    public void F13_Any_amount_is_within_half_a_cent_of_what_it_is_exactly()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var amount = new Planck(new UInt128((ulong)random.NextInt64() >> random.Next(64), (ulong)random.NextInt64() >> random.Next(64)));
            Assert.True(FiatRate.TryRead($"{random.Next(1_000_000)}.{random.Next(1_000_000):D6}1", out var units, out var scale));
            var rate = Rate("1", "EUR") with { Units = units, Scale = scale };
            var minor = rate.Of(amount, Token.Dot).Minor;

            // |minor - exact| <= 1/2, with both sides multiplied by twice the denominator.
            var denominator = BigInteger.Pow(10, 10 + scale);
            var off = BigInteger.Abs((minor * denominator) - ((BigInteger)amount.Value * units * 100)) * 2;
            Assert.True(off < denominator || (off == denominator && minor.IsEven), $"seed {seed}: {amount} at {rate.Text}");
        }
    }

    [Theory]
    [InlineData("4.1205", 41_205ul, 4, "4.1205")]
    [InlineData("4.10", 41ul, 1, "4.1")]
    [InlineData("007", 7ul, 0, "7")]
    [InlineData("0.000000000001", 1ul, 12, "0.000000000001")]
    [InlineData("999999.999999999999", 999_999_999_999_999_999ul, 12, "999999.999999999999")]
    public void F13_A_rate_is_kept_exactly_as_written(string text, ulong units, int scale, string shown)
    {
        Assert.True(FiatRate.TryRead(text, out var readUnits, out var readScale));
        Assert.Equal((units, scale, shown), (readUnits, readScale, (Rate("1", "EUR") with { Units = readUnits, Scale = readScale }).Text));
    }

    [Theory]
    [InlineData("network", "Polkadot", "EUR", "4", 0, "x")]
    [InlineData("network", "", "EUR", "4", 0, "x")]
    [InlineData("currency", "polkadot", "eur", "4", 0, "x")]
    [InlineData("currency", "polkadot", "DOT", "4", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "0", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "0.000", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "-4", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "4,1", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "4.", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", ".4", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "1e3", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "4\0", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "0.0000000000001", 0, "x")]
    [InlineData("rate", "polkadot", "EUR", "1234567890123456789", 0, "x")]
    [InlineData("as_of", "polkadot", "EUR", "4", 1, "x")]
    [InlineData("as_of", "polkadot", "EUR", "4", -5_000, "x")]
    [InlineData("source", "polkadot", "EUR", "4", 0, "  ")]
    public void F13_What_is_wrong_with_a_rate_is_named_by_its_field(string field, string network, string currency, string rate, int days, string source)
    {
        var decision = RateRules.Record(new(network, currency, rate, DateOnly.FromDateTime(Now.UtcDateTime).AddDays(days), source), Guid.CreateVersion7(), Bert, Now);
        Assert.Equal(field, Assert.Single(decision.Refusal!.Fields).Field);
    }

    [Theory]
    [InlineData(Role.BudgetHolder, null)]
    [InlineData(Role.Administrator, null)]
    [InlineData(Role.Rep, "NOT_FINANCE")]
    [InlineData(Role.HeadOfSales, "NOT_FINANCE")]
    [InlineData(Role.Leadership, "NOT_FINANCE")]
    public void F13_Finance_records_rates(Role role, string? refusal)
    {
        var actor = new Actor(Guid.CreateVersion7(), "Somebody") { Roles = new HashSet<Role> { role } };
        Assert.Equal(refusal, RateRules.Record(new("polkadot", "EUR", "4.1", new(2026, 11, 3), "a bank"), Guid.CreateVersion7(), actor, Now).Refusal?.Reason);
    }

    [Fact]
    public void F13_The_latest_day_counts_and_of_one_day_what_was_recorded_last()
    {
        var old = Rate("4", "EUR") with { AsOf = new(2026, 11, 1), RecordedAt = Now.AddHours(5) };
        var slip = Rate("400", "EUR") with { RecordedAt = Now };
        var mended = Rate("4.2", "EUR") with { RecordedAt = Now.AddHours(1) };
        Assert.Equal(mended, RateRules.Newest([mended, old, slip]));
        Assert.Null(RateRules.Newest([]));
    }

    [Fact]
    public void F13_A_view_shows_every_amount_of_the_quote_with_its_planck()
    {
        var terms = Quotes.Quoted.Terms(Quotes.Quoted.Ask(Quotes.Quoted.Cores(1, 2, rebate: 5, waived: 7)));
        var view = FiatView.Of(terms, Rate("4.1205", "EUR"));
        Assert.Equal(
            ["core_now", "core_limit", "list", "sponsored", "rebate", "waived", "concession", "customer_pays", "customer_net"], view.Lines.Select(l => l.Name));
        Assert.Equal(terms.Total.CustomerNet, view.Lines[^1].Planck);
        Assert.All(view.Lines, l => Assert.Equal(view.Rate.Of(l.Planck, terms.Price.Token), l.Fiat));
    }

    private static FiatRate Rate(string rate, string currency) =>
        RateRules.Record(new("polkadot", currency, rate, new(2026, 11, 3), "a bank"), Guid.CreateVersion7(), Bert, Now).Events[0];
}
