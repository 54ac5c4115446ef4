using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Rules in people's words.</summary>
public static class RuleWords
{
    /// <summary>A role: "head of sales".</summary>
    public static string Role(string role) => role.Replace('_', ' ');

    /// <summary>Roles that must all agree: "budget holder and leadership".</summary>
    public static string All(IReadOnlyList<string> roles) => Join([.. roles.Select(Role)], "and");

    /// <summary>"a, b and c".</summary>
    public static string Join(IReadOnlyList<string> words, string last) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}",
    };

    /// <summary>A rate: "12.5 %".</summary>
    public static string Percent(uint bp) => bp <= BasisPoints.One ? new BasisPoints(bp).ToString() : $"{bp / 100m:0.##} %";

    /// <summary>So many of something: "1 hour", "24 hours".</summary>
    public static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    /// <summary>A day and a time, UTC: "1 Jan 2026 00:00 UTC".</summary>
    public static string When(DateTimeOffset at) => $"{at.UtcDateTime.ToString(at.Second == 0 && at.Millisecond == 0 ? "d MMM yyyy HH:mm" : "d MMM yyyy HH:mm:ss.FFF", System.Globalization.CultureInfo.InvariantCulture)} UTC";

    /// <summary>Why something is refused, in a sentence without a full stop.</summary>
    public static string Refusal(VerdictReasons reason, RuleVersion rules) => reason switch
    {
        VerdictReasons.RuleNotInForce => $"rule version {rules.Version} is in force {Validity(rules)}, and not at that time",
        VerdictReasons.PhaseEnded => "the sale phase that it was priced in is over",
        VerdictReasons.UnknownSegment => $"these rules know no such segment; they know {Join([.. rules.Segments], "and")}",
        VerdictReasons.UnknownTier => $"these rules know no such tier; they know {Join([.. rules.Tiers.Select(t => t.Name)], "and")}",
        VerdictReasons.SizeBelowRange => $"the smallest tier begins with {rules.Tiers[0].From} core-period a year",
        VerdictReasons.RoleMayNotQuote => $"that role does not quote; those that do are {Join([.. rules.Authority.Select(a => Role(a.Role))], "and")}",
        VerdictReasons.ListZero => "there is no list price to concede from",
        VerdictReasons.ConcessionOverHardStop => $"no concession may be deeper than {rules.HardStops.Concession} of the list price, whoever signs",
        VerdictReasons.GiveawayOverCeiling => $"concession, commission and overlay together may not be more than {rules.HardStops.Giveaway} of the list price, whoever signs",
        VerdictReasons.AssessmentMissing => "a quote of this size needs a current assessment by a solution engineer",
        VerdictReasons.ReasonCodeUnknown => $"that is no reason code; those are {Join([.. rules.ReasonCodes], "and")}",
        VerdictReasons.ReasonCodeMissing => $"a concession this deep needs a reason code: {Join([.. rules.ReasonCodes], "or")}",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "is no refusal"),
    };

    /// <summary>Why something needs approval, in a sentence without a full stop.</summary>
    public static string Lift(VerdictReasons reason) => reason switch
    {
        VerdictReasons.OverCeiling => "it is beyond the ceiling",
        VerdictReasons.SizeLift => "a customer this large goes one step up",
        VerdictReasons.RebateLift => "part of it is a rebate in DOT",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "is no reason for approval"),
    };

    /// <summary>The single reasons among several.</summary>
    public static IEnumerable<VerdictReasons> Each(VerdictReasons reasons) => Enum.GetValues<VerdictReasons>().Where(r => r != VerdictReasons.None && reasons.HasFlag(r)).Order();

    /// <summary>"from 1 Jan 2026 00:00 UTC on".</summary>
    public static string Validity(RuleVersion rules) =>
        rules.EffectiveTo is { } to ? $"from {When(rules.EffectiveFrom)} until {When(to)}" : $"from {When(rules.EffectiveFrom)} on";
}
