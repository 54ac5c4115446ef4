using System.Collections.Immutable;
using CoretimeDesk.Market;
using static CoretimeDesk.Quoting.Rules.RuleComplaintCodes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Reads the steps of approval, and what refers to them by number.</summary>
internal static class LadderReader
{
    /// <summary>More steps, and a quote would wait for approvals longer than the sale phase lasts.</summary>
    public const int StepsMax = 3;

    /// <summary>The steps as far as they can be read, and how many the file has; null when that cannot be said.</summary>
    public static (ImmutableArray<LadderStep> Ladder, int? Steps) Read(RuleNode? node)
    {
        if (node?.Entries() is not { } entries)
        {
            return ([], null);
        }

        if (entries.Count is 0 or > StepsMax)
        {
            node.Value.Complain(OutOfRange, $"must have 1 to {StepsMax} steps, and has {entries.Count}");
        }

        var ladder = ImmutableArray.CreateBuilder<LadderStep>();
        BasisPoints? before = null;
        foreach (var (index, entry) in entries.Index())
        {
            if (!entry.IsObject())
            {
                before = null;
                continue;
            }

            var upTo = Bound(entry, before, index == entries.Count - 1);
            var approvers = Approvers(entry);
            var sla = entry.Integer("sla_hours", 1, 720);
            var needsReason = entry.Required("needs_reason", WrongType, "true or false")?.TrueOrFalse();
            if (sla is { } hours && needsReason is { } needs)
            {
                ladder.Add(new(upTo, approvers, hours, needs));
            }

            before = upTo;
        }

        return (ladder.ToImmutable(), entries.Count);
    }

    /// <summary>Which role covers which step by itself. The last step is nobody's alone.</summary>
    public static List<RoleAuthority> Authority(RuleNode? node, int? steps)
    {
        var roles = new List<RoleAuthority>();
        foreach (var (role, value) in node?.Members() ?? new Dictionary<string, RuleNode>())
        {
            if (value.Integer(0, (steps ?? StepsMax) - 1) is { } step)
            {
                roles.Add(new(role, step));
            }
        }

        return roles;
    }

    public static UrgentRule? Urgent(RuleNode? node, int? steps)
    {
        if (node is not { } urgent || !urgent.IsObject())
        {
            return null;
        }

        var step = urgent.Integer("step", 1, Math.Min(steps ?? StepsMax, StepsMax));
        var within = urgent.Integer("phase_ends_within_hours", 0, 720);
        var sla = urgent.Integer("sla_hours", 1, 720);
        return step is { } s && within is { } w && sla is { } h ? new(s, w, h) : null;
    }

    private static BasisPoints? Bound(RuleNode entry, BasisPoints? before, bool isLast)
    {
        if (entry.Required("up_to_bp_over", Missing, "basis points over the ceiling, or null in the last step") is not { } node)
        {
            return null;
        }

        if (node.IsNull)
        {
            if (!isLast)
            {
                node.Complain(OpenBeforeLast, "only the last step has no end");
            }

            return null;
        }

        var upTo = node.Rate(min: 1);
        if (upTo <= before)
        {
            node.Complain(NotMonotonic, $"must be above {before}, where the step before ends");
        }

        if (upTo is not null && isLast)
        {
            node.Complain(ClosedLast, "must be null: somebody must be able to decide on all that is above");
        }

        return upTo;
    }

    private static ImmutableArray<string> Approvers(RuleNode entry)
    {
        if (entry.Required("approvers", WrongType, "a list of roles") is not { } node || node.Entries() is not { } entries)
        {
            return [];
        }

        if (entries.Count == 0)
        {
            node.Complain(Empty, "is empty; somebody must approve");
        }

        var approvers = entries.Select(e => e.Text()).OfType<string>().ToImmutableArray();
        if (approvers.Distinct(StringComparer.Ordinal).Count() < approvers.Length)
        {
            node.Complain(Duplicate, $"names a role twice: {string.Join(", ", approvers.GroupBy(a => a, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))}");
        }

        return approvers;
    }
}
