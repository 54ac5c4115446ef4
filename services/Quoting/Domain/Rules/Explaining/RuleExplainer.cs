using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Says what is possible before a number is typed.</summary>
public static class RuleExplainer
{
    // What depends on the number that is not typed yet, or on papers that can still be handed in.
    private const VerdictReasons Later = VerdictReasons.AssessmentMissing | VerdictReasons.ReasonCodeMissing | VerdictReasons.OverCeiling | VerdictReasons.SizeLift | VerdictReasons.RebateLift;

    /// <summary>Explains.</summary>
    public static Explanation Explain(RuleVersion rules, ExplainQuestion question)
    {
        var nothing = new ConcessionCase
        {
            At = question.At,
            PhaseEndsAt = question.PhaseEndsAt,
            Segment = question.Segment,
            Size = question.Size,
            Role = question.Role,
            Totals = new(new ConcessionLine(question.List)),
            Commission = question.Commission,
            Overlay = question.Overlay,
        };
        var verdict = RuleJudge.Evaluate(rules, nothing);
        var (segment, tier) = (rules.FindSegment(question.Segment), question.Size.Resolve(rules, out _));
        var (deepest, authority) = (verdict.Deepest, rules.AuthorityOf(question.Role));
        var given = question.Commission.Value + question.Overlay.Value;
        var deepestBp = given > rules.HardStops.Giveaway.Value ? 0 : Math.Min(rules.HardStops.Concession.Value, rules.HardStops.Giveaway.Value - given);
        var isPlaced = segment >= 0 && tier >= 0 && authority >= 0 && !question.List.IsZero && deepest is not null;

        ImmutableArray<ConcessionRange> Ranges(bool hasRebate) =>
            isPlaced ? Walk(rules, question, segment, tier, authority, (deepest.GetValueOrDefault(), deepestBp), hasRebate) : [];
        return new()
        {
            Rules = rules,
            Question = question,
            Tier = tier < 0 ? null : rules.Tiers[tier],
            Refusals = verdict.Kind == VerdictKind.Refused ? verdict.Reasons & ~Later : VerdictReasons.None,
            OwnCeiling = verdict.OwnCeiling,
            Deepest = deepest,
            DeepestBy = deepestBp < rules.HardStops.Concession.Value || deepest is null ? DeepestBound.Giveaway : DeepestBound.Concession,
            Ranges = Ranges(hasRebate: false),
            RebateRanges = Ranges(hasRebate: true),
            NeedsAssessment = tier >= 0 && rules.NeedsAssessment(tier),
        };
    }

    private static ImmutableArray<ConcessionRange> Walk(
        RuleVersion rules, ExplainQuestion question, int segment, int tier, int authority, (WidePlanck Amount, uint Bp) deepest, bool hasRebate)
    {
        var ranges = ImmutableArray.CreateBuilder<ConcessionRange>();
        WidePlanck list = question.List;
        WidePlanck from = hasRebate ? new Planck(1) : WidePlanck.Zero;
        for (var plain = 0; plain <= rules.Ladder.Length && from <= deepest.Amount; plain++)
        {
            var bound = RuleJudge.Bound(rules, rules.Ceiling(segment, tier), plain);
            var bp = bound is { } b && b < deepest.Bp ? b : deepest.Bp;
            var to = bound is { } reach ? WidePlanck.Min(list.Share(reach), deepest.Amount) : deepest.Amount;
            if (to < from)
            {
                continue; // Of so small a list price, no planck falls between the two bounds.
            }

            var step = RuleJudge.Lifted(rules, tier, plain, hasRebate);
            if (ranges.Count > 0 && ranges[^1].Step == step)
            {
                ranges[^1] = ranges[^1] with { To = to, ToBp = bp };
            }
            else
            {
                ranges.Add(Range(rules, question, from, to, bp, step, step <= authority, step > plain));
            }

            from = to + new Planck(1);
        }

        return ranges.ToImmutable();
    }

    private static ConcessionRange Range(RuleVersion rules, ExplainQuestion question, WidePlanck from, WidePlanck to, uint bp, int step, bool isOwn, bool isLifted)
    {
        if (isOwn)
        {
            return new(from, to, bp, step, true, isLifted, [], null, false);
        }

        var needed = rules.Ladder[step - 1];
        return new(from, to, bp, step, false, isLifted, needed.Approvers, RuleJudge.Sla(rules, step, question.At, question.PhaseEndsAt), needed.NeedsReason);
    }
}
