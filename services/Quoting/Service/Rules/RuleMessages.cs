using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Between rules and the wire.</summary>
internal static class RuleMessages
{
    public static RuleVersionRecord ToMessage(this RuleVersionRow row, RuleVersion? inForce) => new()
    {
        Version = (uint)row.Number,
        Sha256 = row.Sha256,
        EffectiveFrom = row.EffectiveFrom.ToTimestamp(),
        EffectiveTo = row.EffectiveTo?.ToTimestamp(),
        AdoptedById = row.AdoptedById.ToString(),
        AdoptedBy = row.AdoptedByName,
        Reason = row.Reason,
        AdoptedAt = row.AdoptedAt.ToTimestamp(),
        InForce = row.Number == inForce?.Version,
    };

    public static V1.RuleChange ToMessage(this RuleChange change) => new() { Path = change.Path, Before = change.Before ?? "", After = change.After ?? "", Sentence = change.Sentence };

    public static ExplainConcessionResponse ToMessage(this Explanation x, Market.Token? token) => new()
    {
        RuleVersion = (uint)x.Rules.Version,
        RuleSha256 = x.Rules.Hash,
        Tier = x.Tier?.Name ?? "",
        Role = x.Question.Role,
        Refusals = { x.Refusals.ToNames() },
        OwnCeilingPlanck = x.OwnCeiling?.ToString() ?? "",
        DeepestPlanck = x.Deepest?.ToString() ?? "",
        Ranges = { x.Ranges.Select(ToMessage) },
        RebateRanges = { x.RebateRanges.Select(ToMessage) },
        NeedsAssessment = x.NeedsAssessment,
        Sentences = { new ExplanationText(amount => Money(amount, token)).Of(x) },
    };

    private static V1.ConcessionRange ToMessage(ConcessionRange range) => new()
    {
        FromPlanck = range.From.ToString(),
        ToPlanck = range.To.ToString(),
        ToBp = range.ToBp,
        Step = (uint)range.Step,
        Own = range.IsOwn,
        Approvers = { range.Approvers },
        SlaHours = (uint)(range.SlaHours ?? 0),
        NeedsReason = range.NeedsReason,
    };

    private static string Money(WidePlanck amount, Market.Token? token) => token is not null && amount.TryNarrow(out var planck) ? token.Format(planck) : $"{amount} planck";
}
