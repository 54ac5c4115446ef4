using System.Collections.Immutable;
using System.Text;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>What came of reading a plan file.</summary>
/// <param name="Book">The plans; null when something is wrong with them.</param>
/// <param name="Faults">All that is wrong, in the order of the file's description.</param>
public sealed record PlanReading(PlanBook? Book, ImmutableArray<Fault> Faults);

/// <summary>Reads plans from JSON: <c>recover_bp</c> and <c>plans</c>. Fields that it does not know are ignored.</summary>
/// <remarks>It refuses what cannot be computed with. What may be computed with and yet not be adopted is for <see cref="PlanPolicy"/> to say.</remarks>
public static class PlanFile
{
    /// <summary>More days than any window, overlay or clawback can need.</summary>
    public const int DaysMax = 36_500;

    /// <summary>Reads a file's bytes.</summary>
    public static PlanReading Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonTexts.TryParse(utf8, out var problem);
        if (document is not { RootElement: { ValueKind: System.Text.Json.JsonValueKind.Object } json })
        {
            return new(null, [new(0, "", document is null ? problem : "is no JSON object; a plan file has recover_bp and plans")]);
        }

        var faults = new List<Fault>();
        var book = Read(new Fields(json, 0, "", faults));
        return faults.Count == 0 ? new(book, []) : new(null, [.. faults]);
    }

    /// <summary>Reads a file's text.</summary>
    public static PlanReading Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static PlanBook Read(Fields file)
    {
        int? version = file.Has("version") ? (int)file.Count("version", 0, int.MaxValue) : null;
        var recover = file.Rate("recover_bp");
        var limits = file.Has("rate_limits") && file.Object("rate_limits") is { } fields ? Limits(fields) : null;
        var plans = ImmutableSortedDictionary.CreateBuilder<string, CommissionPlan>(StringComparer.Ordinal);
        foreach (var entry in file.Objects("plans") ?? [])
        {
            var plan = Plan(entry);
            if (plans.ContainsKey(plan.Id))
            {
                entry.Complain("id", $"'{plan.Id}' stands there twice; a plan never changes, so give the other one another id");
            }

            plans[plan.Id] = plan;
        }

        return new(recover, plans.ToImmutable()) { Version = version, Limits = limits };
    }

    private static RateLimits Limits(Fields fields)
    {
        var (min, max) = (fields.Rate("min_bp"), fields.Rate("max_bp"));
        var rules = (int)fields.Count("rule_version", 1, int.MaxValue);
        if (max < min)
        {
            fields.Complain("max_bp", "must not be less than min_bp");
        }

        return new(min, max, rules);
    }

    private static CommissionPlan Plan(Fields fields)
    {
        var plan = new CommissionPlan
        {
            Id = fields.Text("id"),
            FlatBp = fields.Rate("flat_bp"),
            Roles = Roles(fields),
            Accelerator = fields.Has("accelerator") ? Accelerator(fields) : [],
            Overlay = fields.Has("overlay") && fields.Object("overlay") is { } overlay ? new(overlay.Rate("bp"), (int)overlay.Count("from_day", 0, DaysMax)) : null,
            WindowDays = (int)fields.Count("window_days", 1, DaysMax),
            ClawbackDays = (int)fields.Count("clawback_days", 0, DaysMax),
            Name = fields.OptionalText("name"),
            EffectiveFrom = fields.Has("effective_from") ? fields.Instant("effective_from") : null,
            EffectiveTo = fields.Has("effective_to") ? fields.Instant("effective_to") : null,
            Currency = fields.OptionalText("currency") ?? Token.Dot.Symbol,
            Basis = fields.OptionalText("basis") ?? PlanPolicy.PercentOfPaid,
            Draw = fields.Has("draw") && fields.Object("draw") is { } draw ? new(draw.Amount("monthly_planck", atLeast: 1), (int)draw.Count("months", 1, int.MaxValue)) : null,
        };
        if (plan.EffectiveTo <= plan.EffectiveFrom)
        {
            fields.Complain("effective_to", "must be after effective_from, or null for no end");
        }

        if (fields.IsGood && plan.Roles.TotalBp != plan.FlatBp)
        {
            fields.Complain("split", $"adds up to {plan.Roles.TotalBp} basis points, and must to flat_bp, which is {plan.FlatBp}");
        }

        return plan;
    }

    private static Split Roles(Fields plan) => plan.Object("split") is { } roles
        ? new([.. roles.Names().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(role => new SplitShare(role, roles.Rate(role)))])
        : new([]);

    private static ImmutableArray<AcceleratorStep> Accelerator(Fields plan)
    {
        var steps = ImmutableArray.CreateBuilder<AcceleratorStep>();
        uint? before = 0;
        var entries = plan.Objects("accelerator") ?? [];
        foreach (var (index, entry) in entries.Index())
        {
            var isLast = index == entries.Count - 1;
            if (isLast && entry.Has("to_quota_bp"))
            {
                entry.Complain("to_quota_bp", "must be null in the last step: nobody may attain more than the steps know");
            }

            uint? to = isLast ? null : (uint)entry.Count("to_quota_bp", 1, uint.MaxValue);
            if (to <= before)
            {
                entry.Complain("to_quota_bp", "must be more than where the step before ends");
            }

            steps.Add(new(to, entry.Rate("bp")));
            before = to;
        }

        return steps.ToImmutable();
    }
}
