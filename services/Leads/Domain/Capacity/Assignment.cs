namespace CoretimeDesk.Leads;

/// <summary>What a rep is there for.</summary>
public enum SalesFunction
{
    /// <summary>Finds and qualifies.</summary>
    Sdr = 1,

    /// <summary>Wins.</summary>
    Ae = 2,

    /// <summary>Keeps.</summary>
    Csm = 3,
}

/// <summary>What a lead asks of whoever works it. Empty texts ask for nothing.</summary>
/// <param name="Segment">The account's segment.</param>
/// <param name="Territory">Where the customer is, in the words that profiles use: "emea".</param>
/// <param name="Language">The customer's language, as in profiles: "de".</param>
public sealed record LeadNeeds(Segment Segment, string Territory, string Language);

/// <summary>Somebody who might get a lead.</summary>
/// <param name="Rep">Who.</param>
/// <param name="Segments">Segments they serve; empty for all.</param>
/// <param name="Territories">Territories they serve; empty for all.</param>
/// <param name="Languages">Languages they speak; empty for any.</param>
/// <param name="Weight">Share of turns, 1 to 10.</param>
/// <param name="Place">Their place on the line of turns.</param>
/// <param name="Absence">Why they get no leads at all ("has left", "is not active"); null when they do.</param>
/// <param name="Limit">Their capacity.</param>
/// <param name="Load">What they carry.</param>
public sealed record RepCandidate(
    Owner Rep,
    IReadOnlyCollection<Segment> Segments,
    IReadOnlyCollection<string> Territories,
    IReadOnlyCollection<string> Languages,
    int Weight,
    long Place,
    string? Absence,
    CapacityLimit Limit,
    RepLoad Load);

/// <summary>A reason to prefer somebody, strongest first in a list: "owns the registration R-2026-000004".</summary>
public sealed record Preference(Guid RepId, string Why);

/// <summary>Who gets a lead, or that nobody does, and why.</summary>
public abstract record Assignment(string Reason)
{
    /// <summary>This rep.</summary>
    /// <param name="Rep">Who.</param>
    /// <param name="Reason">A sentence for whoever asks why.</param>
    /// <param name="Place">The rep's new place on the line of turns; null when it was no turn.</param>
    /// <param name="Front">The line's new front; null when it was no turn.</param>
    public sealed record To(Owner Rep, string Reason, long? Place, long? Front) : Assignment(Reason);

    /// <summary>Nobody: the lead waits where everybody sees it.</summary>
    public sealed record Nobody(string Reason) : Assignment(Reason);
}

/// <summary>Filter by segment, territory and language, then who is preferred, then turns by weight among those with room, else nobody.</summary>
public static class AssignmentRules
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonLengthMax = 1000;

    /// <summary>Chooses.</summary>
    /// <param name="needs">What the lead asks for.</param>
    /// <param name="reps">Everybody with a profile, those who have left included: the reason names them.</param>
    /// <param name="preferences">Who is preferred, strongest first.</param>
    /// <param name="exclusive">The account is registered: only these may have the lead. Null when it is not.</param>
    /// <param name="front">Front of the line of turns.</param>
    public static Assignment Choose(LeadNeeds needs, IReadOnlyCollection<RepCandidate> reps, IReadOnlyList<Preference> preferences, IReadOnlyCollection<Owner>? exclusive, long front)
    {
        var passedOver = new List<string>();
        var able = new List<RepCandidate>();
        foreach (var rep in reps.OrderBy(r => r.Rep.Id))
        {
            // Those whom the filter leaves out are no news; those who would fit and get nothing are.
            if (exclusive is not null && exclusive.All(e => e.Id != rep.Rep.Id) || !Fits(rep, needs, exclusive))
            {
                continue;
            }

            if (rep.Absence is { } absence)
            {
                passedOver.Add($"{rep.Rep.Name} {absence}");
            }
            else if (rep.Limit.WhyFull(rep.Load) is { } full)
            {
                passedOver.Add($"{rep.Rep.Name} has {full}");
            }
            else
            {
                able.Add(rep);
            }
        }

        var over = passedOver.Count == 0 ? "" : $" Passed over: {string.Join("; ", passedOver)}.";
        foreach (var preference in preferences)
        {
            if (able.Find(r => r.Rep.Id == preference.RepId) is { } preferred)
            {
                return new Assignment.To(preferred.Rep, Cut($"{preferred.Rep.Name} is preferred: {preference.Why}.{over}"), null, null);
            }
        }

        if (able.Count == 0)
        {
            var registered = exclusive is null ? "" : $" The account is registered to {string.Join(" and ", exclusive.Select(e => e.Name))}, and goes to nobody else.";
            return new Assignment.Nobody(Cut($"Nobody with room serves {Described(needs)}.{registered}{over}"));
        }

        var (id, place, next) = RoundRobin.Next([.. able.Select(r => (r.Rep.Id, r.Weight, r.Place))], front);
        var chosen = able.Find(r => r.Rep.Id == id)!;
        return new Assignment.To(chosen.Rep, Cut($"{chosen.Rep.Name}'s turn, weight {chosen.Weight}, among {able.Count} with room who serve {Described(needs)}.{over}"), place, next);
    }

    /// <summary>Null when this rep may be given a lead by name, else why not.</summary>
    public static Refusal? WhyNot(RepCandidate rep) => rep.Absence is { } absence
        ? new Refusal(RefusalKind.Precondition, "REP_NOT_ELIGIBLE", $"{rep.Rep.Name} {absence} and gets no leads.") { Facts = new Dictionary<string, string> { ["person_id"] = rep.Rep.Id.ToString() } }
        : null;

    // Whoever registered the account has it, also beyond their usual territory.
    private static bool Fits(RepCandidate rep, LeadNeeds needs, IReadOnlyCollection<Owner>? exclusive) =>
        exclusive is not null
        || ((rep.Segments.Count == 0 || rep.Segments.Contains(needs.Segment))
            && Serves(rep.Territories, needs.Territory)
            && Serves(rep.Languages, needs.Language));

    private static bool Serves(IReadOnlyCollection<string> served, string asked) =>
        served.Count == 0 || asked.Length == 0 || served.Contains(asked, StringComparer.OrdinalIgnoreCase);

    private static string Described(LeadNeeds needs) =>
        $"{needs.Segment.ToString().ToLowerInvariant()}{(needs.Territory.Length > 0 ? $" in {needs.Territory}" : "")}{(needs.Language.Length > 0 ? $" in language {needs.Language}" : "")}";

    private static string Cut(string text) => text.Length <= ReasonLengthMax ? text : text[..(ReasonLengthMax - 1)] + "…";
}
