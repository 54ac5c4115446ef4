using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Chooses a rep for a lead inside a command; whatever opens leads by itself calls it in the same transaction.</summary>
public sealed class Assigner(RulesBook rulebook, RegistrationBook registrations)
{
    /// <summary>Held by whoever gives turns: one turn at a time.</summary>
    public const string Turns = "turns";

    /// <summary>Gives an open lead to whoever the rules choose, or puts it into the overflow queue.</summary>
    /// <returns>Why them, or why nobody.</returns>
    public async Task<string> AssignAsync(CommandScope<LeadsDb> scope, LeadRow lead, string territory = "", string language = "")
    {
        await scope.LockAsync(Turns);
        var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
        var turns = await scope.Db.Turns.SingleAsync(scope.Stop);
        var profiles = (await scope.Db.RepProfiles.ToListAsync(scope.Stop)).ToDictionary(p => p.Id);
        var candidates = await CandidatesAsync(scope, profiles.Values, rules);

        var active = await registrations.ActiveOfAsync(scope, lead.AccountId);
        var needs = new LeadNeeds(lead.Account!.Segment, territory, language);
        var preferences = await PreferencesAsync(scope, lead, active);
        Owner[]? exclusive = active.Count > 0 ? [.. active.Select(r => new Owner(r.OwnerId, r.OwnerName)).Distinct()] : null;
        while (true)
        {
            switch (AssignmentRules.Choose(needs, candidates.Values, preferences, exclusive, turns.Front))
            {
                case Assignment.Nobody nobody:
                    LeadBook.Record(scope, lead, LeadMoves.Queue(lead.ToLead(), nobody.Reason, scope.Now, rules).Events);
                    return nobody.Reason;
                case Assignment.To chosen:
                    // Only the holder of the turns waits for a rep while holding another, so no two can wait for each other.
                    await scope.LockAsync(LeadBook.LockOf(chosen.Rep.Id));
                    await scope.Db.Entry(profiles[chosen.Rep.Id]).ReloadAsync(scope.Stop);
                    var again = await CandidateAsync(scope, profiles[chosen.Rep.Id], rules);
                    if (again.Absence is not null || again.Limit.WhyFull(again.Load) is not null)
                    {
                        // They took one themselves meanwhile, or left: somebody else's turn.
                        candidates[chosen.Rep.Id] = again;
                        continue;
                    }

                    if (chosen is { Place: { } place, Front: { } front })
                    {
                        (profiles[chosen.Rep.Id].Place, turns.Front) = (place, front);
                    }

                    LeadBook.Record(scope, lead, LeadMoves.Assign(lead.ToLead(), chosen.Rep, false, chosen.Reason, scope.Now).Events);
                    return chosen.Reason;
            }
        }
    }

    /// <summary>A rep as the rules see them; null without a profile.</summary>
    public async Task<RepCandidate?> CandidateAsync(CommandScope<LeadsDb> scope, Guid repId) =>
        await scope.Db.RepProfiles.SingleOrDefaultAsync(p => p.Id == repId, scope.Stop) is { } profile
            ? await CandidateAsync(scope, profile, await rulebook.CurrentAsync(scope.Db, scope.Stop))
            : null;

    // All at once: a desk has more reps than a command has time for questions.
    private static async Task<Dictionary<Guid, RepCandidate>> CandidatesAsync(CommandScope<LeadsDb> scope, IReadOnlyCollection<RepProfileRow> profiles, OwnershipRules rules)
    {
        var known = await scope.Db.KnownPeople.AsNoTracking().Where(p => p.Disabled || p.MaySell == false).ToDictionaryAsync(p => p.Id, scope.Stop);
        var loads = await LeadBook.LoadsAsync(scope.Db, scope.Now, scope.Stop);
        return profiles.ToDictionary(p => p.Id, p => Candidate(p, known.GetValueOrDefault(p.Id), loads.GetValueOrDefault(p.Id), rules));
    }

    private static async Task<RepCandidate> CandidateAsync(CommandScope<LeadsDb> scope, RepProfileRow profile, OwnershipRules rules) => Candidate(
        profile,
        await scope.Db.KnownPeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == profile.Id, scope.Stop),
        await LeadBook.LoadAsync(scope.Db, profile.Id, scope.Now, scope.Stop),
        rules);

    private static RepCandidate Candidate(RepProfileRow profile, KnownPersonRow? known, RepLoad load, OwnershipRules rules) => new(
        new(profile.Id, profile.Name),
        profile.Segments,
        profile.Territories,
        profile.Languages,
        profile.Weight,
        profile.Place,
        Absence(profile, known),
        CapacityLimit.Of(rules, profile.OpenLeadsMax, profile.MonthlyCapacity),
        load);

    internal static string? Absence(RepProfileRow? profile, KnownPersonRow? known) =>
        known is { Disabled: true } ? "has left"
        : known is { MaySell: false } ? "is no rep any more"
        : profile is { Active: false } ? "is not active"
        : null;

    private static async Task<List<Preference>> PreferencesAsync(CommandScope<LeadsDb> scope, LeadRow lead, List<RegistrationRow> active)
    {
        var preferences = active.Select(r => new Preference(r.OwnerId, $"owns the registration {r.Number}")).ToList();
        var others = await scope.Db.Leads.AsNoTracking()
            .Where(l => l.AccountId == lead.AccountId && l.Id != lead.Id && l.OwnerId != null && l.ClosedAt == null)
            .OrderByDescending(l => l.ClaimedAt).Take(20).Select(l => new { l.OwnerId, l.Number }).ToListAsync(scope.Stop);
        preferences.AddRange(others.Select(o => new Preference(o.OwnerId!.Value, $"works {o.Number} of the same account")));
        return preferences;
    }
}
