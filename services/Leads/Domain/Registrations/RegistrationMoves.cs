namespace CoretimeDesk.Leads.Registrations;

/// <summary>One registration's part in a move.</summary>
public sealed record MoveStep(Guid RegistrationId, RegistrationEvent Event);

/// <summary>What becomes of registrations when two accounts turn out to be one, or turn out not to be.</summary>
public static class RegistrationMoves
{
    /// <summary>
    /// Moves all registrations of one account to another. Where both have an active one for the same line, one stays: what the
    /// customer wrote or paid goes before what a rep claimed, and of two claims the first complete one stays. Refused where that
    /// does not settle it.
    /// </summary>
    /// <param name="from">All registrations of the account that goes, as of now.</param>
    /// <param name="to">All registrations of the account that stays, as of now.</param>
    /// <param name="toAccount">The account that stays.</param>
    /// <param name="now">The instant of the merge.</param>
    /// <returns>Steps in the order in which they must be saved: what ends, before what takes its place.</returns>
    public static Decision<MoveStep> Move(IReadOnlyCollection<Registration> from, IReadOnlyCollection<Registration> to, Guid toAccount, DateTimeOffset now)
    {
        var steps = new List<MoveStep>();
        foreach (var mine in from.Where(r => r.IsActive))
        {
            if (to.SingleOrDefault(r => r.IsActive && r.Line == mine.Line) is not { } theirs)
            {
                continue;
            }

            if (Contradiction(mine, theirs) is { } refusal)
            {
                return refusal;
            }

            var (stays, goes) = IsFirst(mine, theirs) ? (mine, theirs) : (theirs, mine);
            steps.Add(new(goes.Id, new RegistrationEvent.Ended(
                now, Ending.Merged, $"The accounts were merged; {stays.Owner.Name} claimed first, on {Registration.ClaimedAtOf(stays):d MMMM yyyy HH:mm} UTC.")));
        }

        // A rep has one draft a line; the one at the account that stays was seen there.
        steps.AddRange(from.OfType<Registration.Draft>()
            .Where(d => to.OfType<Registration.Draft>().Any(t => t.Line == d.Line && t.Owner.Id == d.Owner.Id))
            .Select(d => new MoveStep(d.Id, new RegistrationEvent.Ended(now, Ending.Merged, "The accounts were merged, and there is a draft by the same rep."))));
        steps.AddRange(from.Select(r => new MoveStep(r.Id, new RegistrationEvent.Rehomed(r.AccountId, toAccount, now))));
        return Decision<MoveStep>.Emit(steps);
    }

    /// <summary>
    /// Takes a move back: what came from the other account returns to it, and what the merge ended lives again, unless somebody
    /// else has been registered in its place since.
    /// </summary>
    /// <param name="moved">Registrations that came with the merge, as of now.</param>
    /// <param name="ended">Registrations of either account that the merge ended; those among <paramref name="moved"/> too.</param>
    /// <param name="others">All further registrations of the account that stays.</param>
    /// <param name="home">Registrations of the account that comes back: made while it was away.</param>
    /// <param name="back">The account that comes back.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Steps in the order in which they must be saved.</returns>
    public static IReadOnlyList<MoveStep> MoveBack(
        IReadOnlyCollection<Registration> moved, IReadOnlyCollection<Registration> ended, IReadOnlyCollection<Registration> others, IReadOnlyCollection<Registration> home, Guid back, DateTimeOffset now)
    {
        var returning = moved.Where(r => !home.Any(h => SamePlace(h, r))).ToList();
        var steps = returning.Select(r => new MoveStep(r.Id, new RegistrationEvent.Rehomed(r.AccountId, back, now))).ToList();
        foreach (var lost in ended.OfType<Registration.Ended>().Where(e => e.How == Ending.Merged))
        {
            var atHome = moved.Any(m => m.Id == lost.Id);
            IEnumerable<Registration> neighbours = atHome ? [.. returning, .. home] : [.. others, .. moved.Except(returning)];
            if (!neighbours.Any(n => SamePlace(n, lost.Before)))
            {
                steps.Add(new(lost.Id, new RegistrationEvent.Reinstated(now)));
            }
        }

        return steps;
    }

    // Where one of them is, there is no room for the other.
    private static bool SamePlace(Registration one, Registration other) =>
        one.Line == other.Line && (one.IsActive ? other.IsActive : one is Registration.Draft && other is Registration.Draft && one.Owner.Id == other.Owner.Id);

    private static Refusal? Contradiction(Registration one, Registration other)
    {
        if (one.Owner.Id == other.Owner.Id)
        {
            return null;
        }

        var (a, b) = (Standing(one), Standing(other));
        var why = (a, b) switch
        {
            (Rank.House, _) or (_, Rank.House) => "One of them is a house account: the head of sales must release it first.",
            (Rank.Customer, Rank.Customer) => "Both were named by the customer, or are in care: ask the customer who shall serve them, and record the answer.",
            _ => null,
        };
        return why is null ? null : new(
            RefusalKind.Precondition,
            "REGISTRATIONS_CONTRADICT",
            $"Both accounts are registered for {one.Line.ToWords()}, by {one.Owner.Name} and by {other.Owner.Name}. {why}")
        {
            Facts = new Dictionary<string, string> { ["registration_id"] = one.Id.ToString(), ["other_registration_id"] = other.Id.ToString() },
        };
    }

    private static bool IsFirst(Registration one, Registration other)
    {
        var (a, b) = (Standing(one), Standing(other));
        if (a != b)
        {
            return a > b;
        }

        var (first, second) = (Registration.ClaimedAtOf(one), Registration.ClaimedAtOf(other));
        return first != second ? first < second : one.Id.CompareTo(other.Id) < 0;
    }

    private static Rank Standing(Registration registration) => registration switch
    {
        Registration.Approved { Keeping: Keeping.House } => Rank.House,
        Registration.Approved { Keeping: Keeping.Customer } or Registration.Approved { CustomerDocument: not null } => Rank.Customer,
        _ => Rank.Claim,
    };

    private enum Rank
    {
        Claim,
        House,
        Customer,
    }
}
