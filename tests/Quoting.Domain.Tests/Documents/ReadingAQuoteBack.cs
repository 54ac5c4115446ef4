using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Documents;

public sealed class ReadingAQuoteBack
{
    [Fact]
    public void Gives_the_same_digests_whatever_was_quoted()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var quote = Any(random);
            var read = SampleQuotes.Read(quote);
            Assert.True(read is not null, $"seed {seed}, quote {i}: {QuoteDigest.Canonical(quote)} {TermsDigest.Canonical(quote.Terms)}");
            Assert.Equal(quote.Sha256, read.Sha256);
            Assert.Equal(quote.TermsSha256, read.TermsSha256);
            Assert.Equal(quote.Terms.Total, read.Terms.Total);
            Assert.IsType<InternalTerms.Closed>(read.Terms.Internal);
        }
    }

    [Fact]
    public void Is_refused_or_another_quote_once_any_character_is_another()
    {
        var quote = SampleQuotes.Rebated;
        var (canonical, terms) = (QuoteDigest.Canonical(quote), TermsDigest.Canonical(quote.Terms));
        for (var i = 0; i < canonical.Length; i++)
        {
            foreach (var other in "0a\"} ")
            {
                var changed = canonical[..i] + other + canonical[(i + 1)..];
                Assert.True(changed == canonical || QuoteReading.TryRead(changed, terms) is not { } read || (read.Sha256 != quote.Sha256 && QuoteDigest.Canonical(read) == changed), $"{i}: {other}");
            }
        }

        for (var i = 0; i < terms.Length; i++)
        {
            foreach (var other in "0a\"} ")
            {
                // Other terms do not belong to this quote, whose text names the digest of its own.
                Assert.True(terms[i] == other || QuoteReading.TryRead(canonical, terms[..i] + other + terms[(i + 1)..]) is null, $"{i}: {other}");
            }
        }
    }

    [Fact]
    public void Is_refused_when_it_was_cut()
    {
        var (canonical, terms) = (QuoteDigest.Canonical(SampleQuotes.Approved), TermsDigest.Canonical(SampleQuotes.Approved.Terms));
        for (var length = 0; length < canonical.Length; length++)
        {
            Assert.Null(QuoteReading.TryRead(canonical[..length], terms));
        }

        for (var length = 0; length < terms.Length; length++)
        {
            Assert.Null(QuoteReading.TermsOf(terms[..length]));
        }
    }

    [Theory]
    [InlineData("\"periods\":2,\"cores\":1}", "\"periods\":4294967295,\"cores\":4294967295}")]
    [InlineData("\"periods\":2,\"cores\":1}", "\"periods\":60,\"cores\":1}")]
    [InlineData("\"list\":\"633000000000\"", "\"list\":\"608000000001\"")]
    [InlineData("\"list\":\"633000000000\"", "\"list\":\"0633000000000\"")]
    [InlineData("\"rebate\":\"0\"", "\"rebate\":\"900000000000\"")]
    [InlineData("\"internal\":\"", "\"internal\":\"0")]
    [InlineData("\"internal\":\"", "\"internal\":\"\",\"commission_bp\":2500,\"x\":\"")]
    [InlineData("\"decimals\":10", "\"decimals\":99")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1", "\"v\":1,\"v\":1")]
    [InlineData("\"expected\":\"100000000000\"", "\"expected\":\"340282366920938463463374607431768211455\"")]
    [InlineData("\"settlement\":\"customer-buys\"", "\"settlement\":\"nobody-buys\"")]
    public void Terms_that_nobody_could_have_written_are_refused(string old, string hostile)
    {
        var terms = TermsDigest.Canonical(SampleQuotes.Approved.Terms);
        Assert.Contains(old, terms, StringComparison.Ordinal);
        Assert.NotNull(QuoteReading.TermsOf(terms));
        Assert.Null(QuoteReading.TermsOf(terms.Replace(old, hostile, StringComparison.Ordinal)));
    }

    /// <summary>A quote of any shape, with names that hurt.</summary>
    internal static QuoteSnapshot Any(Random random)
    {
        string[] names = ["Plain", "\"quoted\\\"", "line\nbreak\t\u0001", "Ελλάδα", "区块链", "‮gnihsihp‬", "<b>&amp;</b>", "", "emoji 🦄"];
        var lines = new List<QuoteLine>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var giveaway = random.Next(3) == 0 ? new Giveaway(new((UInt128)random.Next(500)), new((UInt128)random.Next(1, 1_000_000)), names[random.Next(4)] + "x") : default;
            var cores = (uint)random.Next(1, 5);
            var periods = (uint)random.Next(1, 6);
            lines.Add(random.Next(4) == 0
                ? new QuoteLine.OnDemand(new((UInt128)random.Next(1_000, 1_000_000)), new((UInt128)random.Next(500)), giveaway)
                : new QuoteLine.Coretime([new(periods, cores), new(1, 1)], random.Next(2) == 0 ? [] : [new((uint)random.Next(1, (int)periods + 1), (uint)random.Next(1, (int)cores + 1))], giveaway));
        }

        var quote = SampleQuotes.Of(SampleQuotes.Terms([.. lines]), random.Next(3), random.Next(2) == 0 ? [] : ["leadership", "budget_holder"]);
        return quote.For(names[random.Next(names.Length)]) with
        {
            Revision = random.Next(1, 9),
            Owner = quote.Owner with { Name = names[random.Next(names.Length)] },
            Clock = (ValidityClock)random.Next(1, 4),
            SentAt = SampleQuotes.SentAt.AddMicroseconds(random.Next(1_000_000)),
        };
    }
}
