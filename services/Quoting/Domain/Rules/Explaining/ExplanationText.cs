using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>An explanation in sentences.</summary>
/// <param name="money">Writes an amount with its unit: "10 DOT".</param>
public sealed class ExplanationText(Func<WidePlanck, string> money)
{
    /// <summary>The sentences, in the order in which they are to be read.</summary>
    public IReadOnlyList<string> Of(Explanation x)
    {
        var lines = new List<string> { Heading(x) };
        foreach (var refusal in RuleWords.Each(x.Refusals))
        {
            lines.Add($"Not to be quoted: {RuleWords.Refusal(refusal, x.Rules)}.");
        }

        if (x.Ranges.IsEmpty)
        {
            return lines;
        }

        lines.Add($"At least: {money(WidePlanck.Zero)}. A concession may be nothing at all; a price above the list price is not possible.");
        if (x.OwnCeiling is { } own)
        {
            lines.Add($"Alone: up to and including {money(own)}{OwnShare(x)}. Nobody else is asked.");
        }

        lines.AddRange(x.Ranges.Where(r => !r.IsOwn).Select(r => Step(r, x, "")));
        lines.Add(Deepest(x));
        Rebate(x, lines);
        lines.Add("Rebates, periods that the sponsor pays and waived services count together, over all lines of the whole term.");
        if (x.NeedsAssessment)
        {
            lines.Add($"Tier {x.Tier!.Name} needs a current assessment by a solution engineer before the quote is sent.");
        }

        if (x.Ranges.Concat(x.RebateRanges).Any(r => r.NeedsReason))
        {
            lines.Add($"Reason codes: {string.Join(", ", x.Rules.ReasonCodes)}.");
        }

        lines.Add($"An approval counts for {RuleWords.Count(x.Rules.ApprovalValidDays, "day")}, and only for exactly what was approved. Nobody approves their own quote.");
        return lines;
    }

    private string Heading(Explanation x)
    {
        var q = x.Question;
        var size = x.Tier is { } tier ? $"tier {tier.Name} ({tier.ToWords()})" : "no tier";
        return $"{q.Segment}, {size}, list price {money(q.List)}, quoted by {RuleWords.Role(q.Role)}; commission {q.Commission}, overlay {q.Overlay}. "
            + $"Rule version {x.Rules.Version}, in force {RuleWords.Validity(x.Rules)}.";
    }

    private static string OwnShare(Explanation x)
    {
        var own = x.Ranges.LastOrDefault(r => r.IsOwn);
        return own is null ? "" : $" ({RuleWords.Percent(own.ToBp)} of the list price)";
    }

    private string Step(ConcessionRange r, Explanation x, string what)
    {
        // A single planck beyond an amount belongs to the next step; said as "above", it reads as people say it.
        var from = r.From.IsZero ? "Already nothing at all" : $"Above {money(r.From - new Planck(1))}";
        var why = r.IsLifted && what.Length == 0 ? $" (one step up: tier {x.Tier!.Name})" : "";
        var reason = r.NeedsReason ? ", with a reason code" : "";
        return $"{from} up to {money(r.To)} ({RuleWords.Percent(r.ToBp)}){what}: {RuleWords.All(r.Approvers)} must approve{(r.Approvers.Length > 1 ? ", each of them" : "")}, within {RuleWords.Count(r.SlaHours!.Value, "hour")}{reason}{why}.";
    }

    private string Deepest(Explanation x)
    {
        var stops = x.Rules.HardStops;
        var why = x.DeepestBy == DeepestBound.Concession
            ? $"no concession may be more than {stops.Concession} of the list price"
            : $"concession, commission ({x.Question.Commission}) and overlay ({x.Question.Overlay}) may not be more than {stops.Giveaway} together";
        return $"Deepest: {money(x.Deepest!.Value)}, because {why}. Nobody can approve more; only another rule version could allow it.";
    }

    private void Rebate(Explanation x, List<string> lines)
    {
        if (x.Rules.RebateLift == 0 || x.RebateRanges.IsEmpty)
        {
            return;
        }

        lines.Add($"A rebate in DOT, even of one planck, goes {RuleWords.Count(x.Rules.RebateLift, "step")} up:");
        foreach (var r in x.RebateRanges)
        {
            lines.Add(r.IsOwn ? $"  Up to {money(r.To)} ({RuleWords.Percent(r.ToBp)}) with a rebate: alone." : $"  {Step(r, x, " with a rebate")}");
        }
    }
}
