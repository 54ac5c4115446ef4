using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>
/// Judges a concession by a rule version. Pure: the same case by the same rules has the same verdict, on any machine and at any time. Every comparison is
/// between exact products; nothing is divided to decide.
/// </summary>
public static class RuleJudge
{
    private const VerdictReasons ForApproval = VerdictReasons.OverCeiling | VerdictReasons.SizeLift | VerdictReasons.RebateLift;

    /// <summary>Judges. Allocates nothing.</summary>
    public static Verdict Evaluate(RuleVersion rules, in ConcessionCase question)
    {
        var (list, concession) = (question.Totals.List, question.Totals.Concession);
        var segment = rules.FindSegment(question.Segment);
        var tier = question.Size.Resolve(rules, out var reasons);
        var authority = rules.AuthorityOf(question.Role);
        var isPlaced = segment >= 0 && tier >= 0 && !list.IsZero;
        var scaled = concession * BasisPoints.One;
        var plain = isPlaced ? PlainStep(rules, rules.Ceiling(segment, tier), scaled, list) : -1;
        var step = isPlaced ? Lifted(rules, tier, plain, hasRebate: !question.Totals.Rebate.IsZero) : -1;
        var deepest = Deepest(rules, list, question.Commission, question.Overlay);
        var own = isPlaced && authority >= 0 ? OwnCeiling(rules, segment, tier, authority, list, deepest) : null;

        reasons |= Refusals(rules, question, segment, tier, authority, scaled, step);
        var kind = VerdictKind.Refused;
        var sla = 0;
        if (reasons == VerdictReasons.None)
        {
            kind = step <= authority ? VerdictKind.Allowed : VerdictKind.NeedsApproval;
            if (kind == VerdictKind.NeedsApproval)
            {
                reasons = Lifts(rules, tier, plain, question.Totals.Rebate);
                sla = Sla(rules, step, question.At, question.PhaseEndsAt);
            }
        }

        return new(rules, tier, step, concession, own, deepest) { Kind = kind, Reasons = reasons, Sla = sla };
    }

    /// <summary>The step of a plain step in a tier: large customers and rebates go up, never beyond the last.</summary>
    internal static int Lifted(RuleVersion rules, int tier, int plain, bool hasRebate)
    {
        var step = plain + (plain >= 1 && rules.IsLifted(tier) ? 1 : 0) + (hasRebate ? rules.RebateLift : 0);
        return Math.Min(step, rules.Ladder.Length);
    }

    /// <summary>How far a plain step reaches, in basis points of the list price; null for the last one, which has no end.</summary>
    internal static uint? Bound(RuleVersion rules, BasisPoints ceiling, int plain) =>
        plain == 0 ? ceiling.Value : rules.Ladder[plain - 1].UpToOver is { } over ? ceiling.Value + over.Value : null;

    /// <summary>The most that anybody may concede; null when commission and overlay alone are too much.</summary>
    internal static WidePlanck? Deepest(RuleVersion rules, WidePlanck list, BasisPoints commission, BasisPoints overlay)
    {
        var given = commission.Value + overlay.Value;
        return given > rules.HardStops.Giveaway.Value
            ? null
            : list.Share(Math.Min(rules.HardStops.Concession.Value, rules.HardStops.Giveaway.Value - given));
    }

    private static WidePlanck? OwnCeiling(RuleVersion rules, int segment, int tier, int authority, WidePlanck list, WidePlanck? deepest)
    {
        if (deepest is not { } most)
        {
            return null;
        }

        // Bounds and steps both rise, so the first one from above that the role covers is the largest. A role never covers the last step.
        var ceiling = rules.Ceiling(segment, tier);
        var plain = rules.Ladder.Length - 1;
        while (plain > 0 && Lifted(rules, tier, plain, hasRebate: false) > authority)
        {
            plain--;
        }

        return WidePlanck.Min(list.Share(Bound(rules, ceiling, plain)!.Value), most);
    }

    private static int PlainStep(RuleVersion rules, BasisPoints ceiling, WidePlanck scaled, WidePlanck list)
    {
        var plain = 0;
        while (Bound(rules, ceiling, plain) is { } bound && scaled > list * bound)
        {
            plain++;
        }

        return plain;
    }

    private static VerdictReasons Refusals(RuleVersion rules, in ConcessionCase question, int segment, int tier, int authority, WidePlanck scaled, int step)
    {
        var list = question.Totals.List;
        var reasons = VerdictReasons.None;
        reasons |= rules.IsInForce(question.At) ? 0 : VerdictReasons.RuleNotInForce;
        reasons |= question.PhaseEndsAt <= question.At ? VerdictReasons.PhaseEnded : 0;
        reasons |= segment < 0 ? VerdictReasons.UnknownSegment : 0;
        reasons |= authority < 0 ? VerdictReasons.RoleMayNotQuote : 0;
        if (list.IsZero)
        {
            reasons |= VerdictReasons.ListZero;
        }
        else
        {
            var given = question.Commission.Value + question.Overlay.Value;
            reasons |= scaled > list * rules.HardStops.Concession.Value ? VerdictReasons.ConcessionOverHardStop : 0;
            reasons |= scaled + (list * given) > list * rules.HardStops.Giveaway.Value ? VerdictReasons.GiveawayOverCeiling : 0;
        }

        reasons |= tier >= 0 && rules.NeedsAssessment(tier) && !question.HasAssessment ? VerdictReasons.AssessmentMissing : 0;
        if (question.ReasonCode is { } code)
        {
            reasons |= rules.HasReason(code) ? 0 : VerdictReasons.ReasonCodeUnknown;
        }
        else if (authority >= 0 && step > authority && rules.Ladder[step - 1].NeedsReason)
        {
            reasons |= VerdictReasons.ReasonCodeMissing;
        }

        return reasons;
    }

    private static VerdictReasons Lifts(RuleVersion rules, int tier, int plain, WidePlanck rebate) =>
        ((plain >= 1 ? VerdictReasons.OverCeiling : 0)
        | (plain >= 1 && rules.IsLifted(tier) ? VerdictReasons.SizeLift : 0)
        | (!rebate.IsZero && rules.RebateLift > 0 ? VerdictReasons.RebateLift : 0)) & ForApproval;

    /// <summary>Within how many hours a step is decided: faster when the sale phase ends soon.</summary>
    internal static int Sla(RuleVersion rules, int step, DateTimeOffset at, DateTimeOffset? phaseEndsAt)
    {
        var sla = rules.Ladder[step - 1].SlaHours;
        return step == rules.Urgent.Step && phaseEndsAt - at <= TimeSpan.FromHours(rules.Urgent.PhaseEndsWithinHours) ? Math.Min(sla, rules.Urgent.SlaHours) : sla;
    }
}
