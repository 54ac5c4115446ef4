using System.Numerics;
using System.Text.Json.Nodes;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>Rule versions and cases that tests begin with.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Summer = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Version 1 as JSON that may be changed.</summary>
    public static JsonObject FirstAsJson() => JsonNode.Parse(RuleFile.First.Canonical)!.AsObject();

    /// <summary>Version 1 with a change.</summary>
    public static RuleVersion Rules(Action<JsonObject> change)
    {
        var json = FirstAsJson();
        change(json);
        var reading = RuleFile.Read(json.ToJsonString());
        return reading.Version ?? throw new InvalidOperationException(string.Join("; ", reading.Complaints));
    }

    /// <summary>A case of a startup of tier S, quoted by a rep, with a quarter commission and everything in order.</summary>
    public static ConcessionCase Case(Planck list, Planck sponsorPaid, Planck rebate = default, string segment = "startup", string tier = "S", string role = "rep", string? reason = "volume") => new()
    {
        At = Summer,
        Segment = segment,
        Size = CaseSize.Tier(tier),
        Role = role,
        Totals = new(new ConcessionLine(list, rebate, sponsorPaid)),
        Commission = new(2500),
        HasAssessment = true,
        ReasonCode = reason,
    };

    public static Verdict Judge(ConcessionCase question) => RuleJudge.Evaluate(RuleFile.First, question);

    /// <summary>An amount that a chain can hold.</summary>
    public static Planck Narrow(this WidePlanck amount) => amount.TryNarrow(out var planck) ? planck : throw new OverflowException($"{amount} is more than a chain can hold.");

    public static WidePlanck Wide(BigInteger value)
    {
        WidePlanck wide = new Planck((UInt128)(value & UInt128.MaxValue));
        for (var rest = value >> 128; rest > 0; rest--)
        {
            wide = wide + new Planck(UInt128.MaxValue) + new Planck(1);
        }

        return wide;
    }
}
