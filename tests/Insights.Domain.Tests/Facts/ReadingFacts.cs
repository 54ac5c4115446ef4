using System.Text;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Tests.Facts;

public class ReadingFacts
{
    private const string At = "\"occurred_at\":\"2026-01-01T00:00:00Z\",\"recorded_at\":\"2026-01-02T00:00:00Z\"";
    private const string Good = $$"""{"id":"l","kind":"qualified",{{At}},"lead":"acme"}""";
    private const string Buy = $$"""{"id":"x","kind":"purchase",{{At}},"how":"purchase","payer":"own","planck":"1","timeslice_bits":5,"sale":1}""";

    [Theory]
    [InlineData("nonsense", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("""{"id":"x"} {"id":"y"}""", "")]
    [InlineData("""{"id":"x","note":"\ud800"}""", "")]
    [InlineData("""{"kind":"qualified"}""", "id")]
    [InlineData("""{"id":"","kind":"qualified"}""", "id")]
    [InlineData("""{"id":7,"kind":"qualified"}""", "id")]
    [InlineData("""{"id":"x"}""", "kind")]
    [InlineData("""{"id":"x","kind":null}""", "kind")]
    [InlineData("""{"id":"x","kind":"qualified","lead":"a"}""", "occurred_at")]
    [InlineData("""{"id":"x","kind":"weather"}""", "occurred_at")]
    [InlineData("""{"id":"x","kind":"qualified","occurred_at":"2026-01-01T00:00:00","recorded_at":"2026-01-01T00:00:00Z","lead":"a"}""", "occurred_at")]
    [InlineData("""{"id":"x","kind":"qualified","occurred_at":"2026-02-29T00:00:00Z","recorded_at":"2026-03-01T00:00:00Z","lead":"a"}""", "occurred_at")]
    [InlineData("""{"id":"x","kind":"qualified","occurred_at":"2026-01-01T00:00:00Z","lead":"a"}""", "recorded_at")]
    [InlineData("""{"id":"x","kind":"qualified","occurred_at":"2026-01-01T00:00:00.001Z","recorded_at":"2026-01-01T00:00:00Z","lead":"a"}""", "recorded_at")]
    [InlineData("""{"id":"x","kind":"qualified","occurred_at":"2026-01-01T00:00:00Z","recorded_at":"2026-01-01T00:59:59+01:00","lead":"a"}""", "recorded_at")]
    [InlineData($$"""{"id":"x","kind":"qualified",{{At}}}""", "lead")]
    [InlineData($$"""{"id":"x","kind":"qualified",{{At}},"lead":""}""", "lead")]
    [InlineData($$"""{"id":"x","kind":"lead_created",{{At}},"lead":"a","segment":"b","tier":"S","rep":"","team":null}""", "rep")]
    [InlineData($$"""{"id":"x","kind":"lead_created",{{At}},"lead":"a","segment":"b","tier":1,"rep":5}""", "tier")]
    [InlineData($$"""{"id":"x","kind":"lead_merged",{{At}},"lead":"a"}""", "into")]
    [InlineData($$"""{"id":"x","kind":"merge_reverted",{{At}}}""", "merge")]
    [InlineData($$"""{"id":"x","kind":"lost",{{At}},"lead":"a","reason":""}""", "reason")]
    [InlineData($$"""{"id":"x","kind":"quoted",{{At}},"quote":"q","lead":"a","list_planck":"1","concession_planck":"1","band":"boss"}""", "band")]
    [InlineData($$"""{"id":"x","kind":"quoted",{{At}},"quote":"q","lead":"a","list_planck":"01","concession_planck":1,"band":"boss"}""", "list_planck")]
    [InlineData($$"""{"id":"x","kind":"matched",{{At}},"purchase":"p","lead":"a","how":"auto","third_party":"no"}""", "third_party")]
    [InlineData($$"""{"id":"x","kind":"tranche_opened",{{At}},"grant":"g","tranche":-1,"planck":"1"}""", "tranche")]
    [InlineData($$"""{"id":"x","kind":"tranche_opened",{{At}},"grant":"g","tranche":1.0,"planck":"1"}""", "tranche")]
    [InlineData($$"""{"id":"x","kind":"approval_submitted",{{At}},"approval":"a","sla_hours":9223372036854775808}""", "sla_hours")]
    [InlineData($$"""{"id":"x","kind":"approval_submitted",{{At}},"approval":"a","sla_hours":"24"}""", "sla_hours")]
    [InlineData($$"""{"id":"x","kind":"forecast_frozen",{{At}},"month":"2026-13","planck":"x"}""", "month")]
    public void The_first_bad_field_is_named(string line, string field)
    {
        var fault = FactFile.Read([Good, "", line, "also bad"]).Fault;
        Assert.Equal((3, field), (fault!.Line, fault.Field));
    }

    [Theory]
    [InlineData("\"how\":\"purchase\"", "\"how\":\"gift\"", "how")]
    [InlineData("\"payer\":\"own\"", "\"payer\":\"customer\"", "payer")]
    [InlineData("\"planck\":\"1\"", "\"planck\":\"-1\"", "planck")]
    [InlineData("\"planck\":\"1\"", "\"planck\":\"\"", "planck")]
    [InlineData("\"planck\":\"1\"", "\"planck\":\"340282366920938463463374607431768211456\"", "planck")]
    [InlineData("\"timeslice_bits\":5", "\"timeslice_bits\":5e1", "timeslice_bits")]
    [InlineData("\"sale\":1", "\"sale\":null", "sale")]
    [InlineData("\"sale\":1", "\"sale\":1,\"ends_at\":\"soon\"", "ends_at")]
    [InlineData("\"sale\":1", "\"sale\":1,\"renews\":\"\"", "renews")]
    [InlineData("\"sale\":1", "\"sale\":1,\"grant\":7", "grant")]
    public void A_purchase_says_which_of_its_fields_is_wrong(string good, string bad, string field)
    {
        Assert.Null(FactFile.Read([Buy]).Fault);
        Assert.Equal(field, FactFile.Read([Buy.Replace(good, bad, StringComparison.Ordinal)]).Fault!.Field);
    }

    [Fact]
    public void A_redelivery_may_differ_in_when_it_was_recorded_and_in_nothing_else()
    {
        var earlier = Good.Replace("2026-01-02T00:00:00Z", "2026-01-01T12:00:00+02:00", StringComparison.Ordinal).Replace("\"acme\"", "\"acme\",\"note\":1", StringComparison.Ordinal);
        var reading = FactFile.Read([Good, earlier, Good]);
        Assert.Equal((null, 3, 2, 1), (reading.Fault, reading.Set.Lines, reading.Set.Duplicates, reading.Set.Facts.Length));
        Assert.Equal("2026-01-01T10:00:00Z", Instants.Format(reading.Set.Facts[0].RecordedAt));
        foreach (var (line, field) in new[]
        {
            (Good.Replace("acme", "beta", StringComparison.Ordinal), "id"),
            (Good.Replace("qualified", "registered", StringComparison.Ordinal), "id"),
            (Good.Replace("2026-01-01T00:00:00Z", "never", StringComparison.Ordinal), "id"),
            (Good.Replace("2026-01-02T00:00:00Z", "never", StringComparison.Ordinal), "recorded_at"),
            (Good.Replace("2026-01-02T00:00:00Z", "never", StringComparison.Ordinal).Replace("acme", "beta", StringComparison.Ordinal), "id"),
        })
        {
            var fault = FactFile.Read([Good, line]).Fault;
            Assert.Equal((2, field), (fault!.Line, fault.Field));
        }
    }

    [Fact]
    public void An_unknown_kind_is_counted_and_nothing_else()
    {
        var set = Computing.Read([Good, $$"""{"id":"w","kind":"weather",{{At}},"degrees":21}""", $$"""{"id":"w","kind":"weather",{{At}},"degrees":22}"""]);
        Assert.Equal((3, 1, 1, 1), (set.Lines, set.Duplicates, set.UnknownKind, set.Facts.Length));
    }

    [Fact]
    public void What_is_written_is_read_again_and_says_the_same() => Seeded.Run(40, random =>
    {
        var facts = RandomFacts.Make(random);
        Assert.Equal(facts, Computing.Read(Computing.Lines(facts)).Facts);
    });

    [Fact]
    public void A_file_reads_the_same_in_pieces_of_any_size_with_blank_lines_and_either_ending() => Seeded.Run(20, random =>
    {
        var facts = RandomFacts.Make(random);
        var text = string.Concat(Computing.Lines(facts).Select(l => l + random.Of(["\n", "\r\n", "\n \t\n\n"]))) + random.Of(["", "\n", "  "]);
        var reading = FactFile.Read(new Trickle(Encoding.UTF8.GetBytes($"\uFEFF{text}"), random));
        Assert.Null(reading.Fault);
        Assert.Equal(facts, reading.Set.Facts);
    });

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused_at_its_last_line()
    {
        var line = Encoding.UTF8.GetBytes(Good.Replace("acme", "ac\u00fcme", StringComparison.Ordinal).Replace("\"l\"", "\"m\"", StringComparison.Ordinal));
        for (var length = 1; length < line.Length; length++)
        {
            var fault = FactFile.Read(new MemoryStream([.. Encoding.UTF8.GetBytes($"{Good}\n"), .. line.AsSpan(0, length)])).Fault;
            Assert.Equal((2, ""), (fault!.Line, fault.Field));
        }
    }

    [Fact]
    public void Facts_of_one_id_that_say_different_things_are_no_set() =>
        Assert.Throws<ArgumentException>(() => FactSet.Of([new Qualified("q", default, default, "a"), new Qualified("q", default, default, "b")]));

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 200)));
    }
}
