using System.Collections.Immutable;
using System.Globalization;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>When a whole version may be adopted.</summary>
public static class AdoptionRules
{
    /// <summary>The field of the request that a version stands in.</summary>
    public const string Field = "rules_json";

    // Details of a refusal travel in trailers, which are short: what stands at the end of a long list does not arrive.
    private const int ComplaintsMax = 50;
    private const int ComplaintsFew = 10;

    /// <summary>Refuses a broken version, with all that is wrong with it as far as an answer has room; before many faults stands how many they are.</summary>
    public static Refusal Refuse(ImmutableArray<RuleComplaint> complaints)
    {
        var fields = complaints.Take(ComplaintsMax).Select(c => new FieldViolation(Field + Short(c.Path), $"{Short(c.Message)} ({c.Code})")).ToList();
        if (complaints.Length > ComplaintsFew)
        {
            fields.Insert(0, new(Field, $"has {complaints.Length} faults, of which the first follow; './desk rules check' names all of them."));
        }

        return Refusal.InvalidFields(fields);
    }

    /// <summary>Refuses a version that cannot follow, or that nobody could live by; null when it may be adopted.</summary>
    /// <param name="rules">The version.</param>
    /// <param name="highest">The highest number that was adopted; 0 for none.</param>
    /// <param name="now">The present.</param>
    public static Refusal? Judge(RuleVersion rules, int highest, DateTimeOffset now)
    {
        if (rules.Version <= highest)
        {
            return new(RefusalKind.AlreadyExists, "RULE_VERSION_EXISTS", $"Version {highest} was adopted already, and this one has number {rules.Version}: give it number {highest + 1L}.")
            {
                Facts = new Dictionary<string, string> { ["highest"] = highest.ToString(CultureInfo.InvariantCulture) },
            };
        }

        var faults = new List<FieldViolation>();
        if (rules.EffectiveFrom < now)
        {
            faults.Add(new($"{Field}/effective_from", $"is in the past; the earliest is now, {RuleWords.When(now)}. What was judged stays judged."));
        }

        // A role that nobody can hold would never approve, and every quote of that step would wait for ever.
        foreach (var (role, _) in rules.Authority)
        {
            Known(role, $"/authority/{RuleNode.Escape(role)}");
        }

        foreach (var (index, step) in rules.Ladder.Index())
        {
            foreach (var (place, role) in step.Approvers.Index())
            {
                Known(role, string.Create(CultureInfo.InvariantCulture, $"/ladder/{index}/approvers/{place}"));
            }
        }

        return faults.Count == 0 ? null : Refusal.InvalidFields(faults);

        void Known(string role, string path)
        {
            if (!RoleNames.TryParse(role, out _))
            {
                faults.Add(new(Field + Short(path), $"'{Short(role)}' is no role of the desk; those are {string.Join(", ", RoleNames.All.Select(r => r.ToName()))}."));
            }
        }
    }

    private static string Short(string text) => text.Length <= 120 ? text : $"{text[..119]}…";
}
