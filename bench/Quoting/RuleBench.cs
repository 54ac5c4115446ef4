using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Bench.Quoting;

/// <summary>Decisions about concessions, on one thread, against things that a reader knows: arithmetic in BigInteger, and parsing the case's own JSON.</summary>
internal static class RuleBench
{
    private const int Cases = 1024;
    private const int LinesMany = 13;

    // Sums up what was decided: nothing may be optimised away.
    private static long _sink;

    public static void Run(int rounds, TimeSpan length, bool write)
    {
        var random = new Random(1);
        var cases = Enumerable.Range(0, Cases).Select(_ => Make(random)).ToArray();
        var texts = cases.Select(c => Encoding.UTF8.GetBytes(Json(c))).ToArray();
        var lines = cases.Select(c => Enumerable.Range(0, LinesMany).Select(_ => c.Line).ToArray()).ToArray();
        var rules = RuleFile.First;
        var contestants = new (string Name, Func<int, long> Once, List<(double PerSecond, double Bytes)> Turns)[]
        {
            ("`RuleJudge.Evaluate`, one line", i => Decided(RuleJudge.Evaluate(rules, cases[i].Question)), []),
            ($"`RuleJudge.Evaluate`, {LinesMany} lines added up first", i => Decided(RuleJudge.Evaluate(rules, cases[i].With(ConcessionTotals.Of(lines[i])))), []),
            ("its comparisons and two ceilings alone, written in `BigInteger`", i => Plain(cases[i]), []),
            ("`JsonDocument.Parse` of the same case (and nothing else)", i => Parsed(texts[i]), []),
            ("`CaseReader` and `RuleJudge`: from JSON to verdict", i => Decided(RuleJudge.Evaluate(rules, CaseReader.Read(texts[i])!.Case!.Value)), []),
        };
        foreach (var contestant in contestants)
        {
            Turn(contestant.Once, length);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                contestant.Turns.Add(Turn(contestant.Once, length));
            }
        }

        var first = Median(contestants[0].Turns).PerSecond;
        var table = string.Join('\n', contestants.Select(c =>
        {
            var (perSecond, bytes) = Median(c.Turns);
            return string.Create(CultureInfo.InvariantCulture, $"| {c.Name} | {perSecond / 1e6:0.00} million | {1e9 / perSecond:0} ns | {bytes:0} B | {perSecond / first:0.000} |");
        }));
        Report.Put("rules", write, string.Create(CultureInfo.InvariantCulture, $"""
            One thread, {Cases} different cases in turn (all segments, tiers and roles, amounts of up to 128 bits), {rounds} alternating turns of {length.TotalSeconds:0.#} s, medians.

            | contestant | per second | each | allocated each | of the first |
            |---|---|---|---|---|
            {table}
            """));
    }

    private static (double PerSecond, double Bytes) Turn(Func<int, long> once, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        long done = 0;
        do
        {
            for (var i = 0; i < Cases; i++)
            {
                _sink = unchecked(_sink + once(i));
            }

            done += Cases;
        }
        while (watch.Elapsed < length);

        return (done / watch.Elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / done);
    }

    private static (double PerSecond, double Bytes) Median(List<(double PerSecond, double Bytes)> turns) => turns.OrderBy(t => t.PerSecond).ElementAt(turns.Count / 2);

    private static long Decided(Verdict verdict) => (long)verdict.Kind + (long)verdict.Reasons + (verdict.Step ?? -1) + (verdict.OwnCeiling is null ? 0 : 1);

    private static long Parsed(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return (long)document.RootElement.ValueKind;
    }

    /// <summary>What anybody would write first. It looks no names up and knows no refusals but the two stops.</summary>
    private static long Plain(BenchCase c)
    {
        var (list, x) = (c.List, c.Concession);
        var scaled = x * 10_000;
        var plain = scaled <= c.CeilingBp * list ? 0 : scaled <= (c.CeilingBp + 1000) * list ? 1 : scaled <= (c.CeilingBp + 2000) * list ? 2 : 3;
        var isOver = scaled > 5000 * list;
        var isGivenAway = scaled + (2500 * list) > 6000 * list;
        var (own, deepest) = (list * c.CeilingBp / 10_000, list * 3500 / 10_000);
        return plain + (isOver ? 4 : 0) + (isGivenAway ? 8 : 0) + (own < deepest ? 16 : 0);
    }

    private static BenchCase Make(Random random)
    {
        var rules = RuleFile.First;
        var (segment, tier) = (random.Next(rules.Segments.Length), random.Next(rules.Tiers.Length));

        // Mostly what a core costs, a fifth of them far beyond anything that exists.
        var list = random.Next(5) == 0 ? new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()) : (UInt128)random.NextInt64(100_000_000_000, 100_000_000_000_000);
        var sponsorPaid = list / 10_000 * (uint)random.Next(4000);
        var rebate = random.Next(10) == 0 ? UInt128.One : UInt128.Zero;
        var line = new ConcessionLine(new(list), new(rebate), new(sponsorPaid));
        var question = new ConcessionCase
        {
            At = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
            PhaseEndsAt = new(2026, 7, 2 + random.Next(5), 0, 0, 0, TimeSpan.Zero),
            Segment = rules.Segments[segment],
            Size = random.Next(2) == 0 ? CaseSize.Tier(rules.Tiers[tier].Name) : CaseSize.CorePeriods((ulong)rules.Tiers[tier].From),
            Role = rules.Authority[random.Next(rules.Authority.Length)].Role,
            Totals = new(line),
            Commission = new(2500),
            HasAssessment = true,
            ReasonCode = random.Next(2) == 0 ? "volume" : null,
        };
        return new(question, line, rules.Tiers[tier].Name, list, (BigInteger)sponsorPaid + (BigInteger)rebate, rules.Ceiling(segment, tier).Value);
    }

    private static string Json(BenchCase c)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("case", "bench");
            writer.WriteString("at", c.Question.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("phase_ends_at", c.Question.PhaseEndsAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("segment", c.Question.Segment);
            writer.WriteString("tier", c.Tier);
            writer.WriteString("role", c.Question.Role);
            writer.WriteString("list_planck", c.Line.List.ToString());
            writer.WriteString("rebate_planck", c.Line.Rebate.ToString());
            writer.WriteString("sponsor_paid_planck", c.Line.SponsorPaid.ToString());
            writer.WriteString("waived_planck", "0");
            writer.WriteNumber("commission_bp", 2500);
            writer.WriteNumber("overlay_bp", 0);
            writer.WriteBoolean("assessment", true);
            writer.WriteString("reason_code", c.Question.ReasonCode);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed record BenchCase(ConcessionCase Question, ConcessionLine Line, string Tier, BigInteger List, BigInteger Concession, uint CeilingBp)
    {
        public ConcessionCase With(ConcessionTotals totals) => new()
        {
            At = Question.At,
            PhaseEndsAt = Question.PhaseEndsAt,
            Segment = Question.Segment,
            Size = Question.Size,
            Role = Question.Role,
            Totals = totals,
            Commission = Question.Commission,
            HasAssessment = Question.HasAssessment,
            ReasonCode = Question.ReasonCode,
        };
    }
}
