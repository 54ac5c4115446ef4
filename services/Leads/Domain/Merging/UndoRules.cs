namespace CoretimeDesk.Leads;

/// <summary>A merge that stands or stood, with the accounts as they were before it and the survivor as it was after.</summary>
public sealed record MergeState(Guid Id, string Number, AccountState SurvivorBefore, AccountState AbsorbedBefore, AccountState SurvivorAfter, DateTimeOffset MergedAt, DateTimeOffset? UndoneAt);

/// <summary>The two accounts that a merge becomes again, and what was changed in between.</summary>
public sealed record Undone(AccountState Survivor, AccountState Absorbed, IReadOnlyList<string> ChangedSince);

/// <summary>Makes two accounts of one again.</summary>
public static class UndoRules
{
    /// <summary>How long a merge can be undone.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    /// <summary>From then on it stands for good.</summary>
    public static DateTimeOffset UndoUntil(DateTimeOffset mergedAt) => mergedAt + Period;

    /// <summary>Why the merge cannot be undone; null when it can.</summary>
    /// <param name="merge">The merge.</param>
    /// <param name="survivor">The survivor as it is.</param>
    /// <param name="later">The newest later merge that the survivor is part of and that stands, in words: "M-2026-000004 of 3 May 2026".</param>
    /// <param name="now">The instant of the command.</param>
    public static Refusal? Cannot(MergeState merge, AccountState survivor, string? later, DateTimeOffset now)
    {
        if (merge.UndoneAt is { } undone)
        {
            return new(RefusalKind.Precondition, "MERGE_UNDONE", $"{merge.Number} was undone on {undone:d MMMM yyyy HH:mm} UTC.");
        }

        if (now >= UndoUntil(merge.MergedAt))
        {
            return new(RefusalKind.Precondition, "MERGE_TOO_OLD",
                $"{merge.Number} is of {merge.MergedAt:d MMMM yyyy} and could be undone until {UndoUntil(merge.MergedAt):d MMMM yyyy HH:mm} UTC. Create {merge.AbsorbedBefore.Name} anew if it is another customer.")
            {
                Facts = new Dictionary<string, string> { ["undo_until"] = UndoUntil(merge.MergedAt).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'") },
            };
        }

        // What a later merge took over cannot be told apart from what this one did. From the newest backwards it always can.
        return later is not null || survivor.MergedInto is not null
            ? new(RefusalKind.Precondition, "MERGE_UNDO_ORDER", $"{later ?? "A later merge"} must be undone before {merge.Number}: the same account is part of both.")
            : null;
    }

    /// <summary>The two accounts. What nobody touched since goes back to where it was; what was changed since stays with the survivor.</summary>
    public static Undone Undo(MergeState merge, AccountState now)
    {
        var (then, notes) = (merge.SurvivorAfter, new List<string>());
        var survivor = now with { CreatedAt = merge.SurvivorBefore.CreatedAt };
        var absorbed = merge.AbsorbedBefore;
        foreach (var (name, before, after, changed, take) in MergeRules.Compare(then, now))
        {
            if (!changed)
            {
                survivor = take(survivor, merge.SurvivorBefore);
                continue;
            }

            notes.Add($"{name} was changed from {Quote(before)} to {Quote(after)}: it stays with {now.Number}.");

            // A step that came from the other side and is done must not be to do again.
            if (name == "next_step" && then.NextStep == absorbed.NextStep)
            {
                absorbed = absorbed with { NextStep = null };
            }
        }

        survivor = survivor with { Ecosystems = [.. Apart(merge.SurvivorBefore.Ecosystems, then.Ecosystems, now.Ecosystems).Order(StringComparer.Ordinal)] };
        foreach (var (key, word) in now.Keys.Except(then.Keys).Select(k => (k, $"added: it stays with {now.Number}")).Concat(then.Keys.Except(now.Keys).Select(k => (k, "removed: it stays so"))))
        {
            notes.Add($"{key.Describe()} was {word}.");
        }

        var removed = then.Keys.Except(now.Keys).ToHashSet();
        survivor = survivor with { Keys = [.. Apart(merge.SurvivorBefore.Keys, then.Keys, now.Keys)] };
        absorbed = absorbed with { Keys = [.. absorbed.Keys.Where(k => !removed.Contains(k))] };
        return new(
            survivor with { ChainAccounts = [.. OfSurvivor(merge, now)] },
            absorbed with { ChainAccounts = [.. OfAbsorbed(merge, now, notes)], MergedInto = null },
            notes);
    }

    /// <summary>What one side had, with what was added since and without what was removed since.</summary>
    private static IEnumerable<T> Apart<T>(IEnumerable<T> before, IReadOnlyCollection<T> then, IReadOnlyCollection<T> now) =>
        before.Where(now.Contains).Concat(now.Where(v => !then.Contains(v)));

    // Of what both had, a change since belongs to one of them only, or both could be left with the proof. It is the absorbed one's
    // where that one had proven the account before, and else the survivor's, where it happened.
    private static bool GoesWithAbsorbed(MergeState merge, ChainAccountId id) => merge.AbsorbedBefore.ChainAccounts.FirstOrDefault(c => c.Id == id) is { } own
        && (own.IsProven || merge.SurvivorBefore.ChainAccounts.All(c => c.Id != id));

    private static IEnumerable<ChainAccount> OfSurvivor(MergeState merge, AccountState now)
    {
        foreach (var account in now.ChainAccounts)
        {
            var own = merge.SurvivorBefore.ChainAccounts.FirstOrDefault(c => c.Id == account.Id);
            var then = merge.SurvivorAfter.ChainAccounts.FirstOrDefault(c => c.Id == account.Id);
            if (own is not null)
            {
                yield return account == then || GoesWithAbsorbed(merge, account.Id) ? own : account;
            }
            else if (then is null)
            {
                yield return account; // Noted since.
            }
        }
    }

    private static IEnumerable<ChainAccount> OfAbsorbed(MergeState merge, AccountState now, List<string> notes)
    {
        foreach (var own in merge.AbsorbedBefore.ChainAccounts)
        {
            if (now.ChainAccounts.FirstOrDefault(c => c.Id == own.Id) is not { } account)
            {
                Tell(own, $"Chain account {own.Address.Text} was removed: it stays so.");
                continue;
            }

            if (account == merge.SurvivorAfter.ChainAccounts.FirstOrDefault(c => c.Id == own.Id))
            {
                yield return own;
                continue;
            }

            var goes = GoesWithAbsorbed(merge, own.Id);
            Tell(own, $"Chain account {own.Address.Text} was verified or declared anew: that goes with {(goes ? merge.AbsorbedBefore.Number : now.Number)}.");
            yield return goes ? account : own;
        }

        // Those of a para id are told with it.
        void Tell(ChainAccount account, string note)
        {
            if (account.How != HowVerified.ParaSovereign)
            {
                notes.Add(note);
            }
        }
    }

    private static string Quote(string text) => text.Length == 0 ? "nothing" : $"“{text}”";
}
