namespace CoretimeDesk.Quoting.Matching;

/// <summary>Who asks to decide about a paid event, and what they have to do with the quotes.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Beneficiaries">The owners of the quotes that it may belong to: a match is their success.</param>
/// <param name="Teams">The teams of those quotes.</param>
public sealed record ReviewAuthority(Actor Actor, IReadOnlySet<Guid> Beneficiaries, IReadOnlySet<Guid> Teams);

/// <summary>What people may decide about paid events. They never decide that one happened: a confirmed match is still a finalised fact, and there is no other way to win.</summary>
public static class ReviewRules
{
    /// <summary>The shortest reason, in UTF-16 units.</summary>
    public const int ReasonLengthMin = 20;

    /// <summary>The longest reason.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>Confirms or rejects what is in review.</summary>
    /// <param name="verdict">What is made of the fact now.</param>
    /// <param name="before">What people have decided about it already; null for nothing.</param>
    /// <param name="confirmed">The digest of the quote that it belongs to; null to reject.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="authority">Who asks.</param>
    public static Decision<FactDecision> Decide(Verdict verdict, FactDecision? before, string? confirmed, string reason, ReviewAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (Refuse(reason, authority) is { } refusal)
        {
            return refusal;
        }

        if (confirmed is not null && before?.Confirmed == confirmed)
        {
            return Decision<FactDecision>.Nothing;
        }

        if (verdict.State != MatchState.InReview)
        {
            return new Refusal(RefusalKind.Precondition, "NOT_IN_REVIEW", "This paid event is not in review: it was decided, or it has become clear by itself. Look at it again.")
            {
                Facts = new Dictionary<string, string> { ["state"] = $"{verdict.State}" },
            };
        }

        if (confirmed is not null && verdict.Candidates.All(c => c.Digest != confirmed))
        {
            return new Refusal(RefusalKind.Precondition, "NOT_A_CANDIDATE", "That quote is none of those that this paid event may belong to; nothing that is known of it says so.");
        }

        var excluded = before?.Excluded ?? new HashSet<string>();
        return Decision<FactDecision>.Emit(new FactDecision(
            verdict.FactId,
            confirmed,
            confirmed is not null ? excluded : excluded.Concat(verdict.Candidates.Select(c => c.Digest)).ToHashSet(StringComparer.Ordinal)));
    }

    /// <summary>Says whose a payment is that resembles no quote, or none that it was not said to be none of.</summary>
    /// <param name="verdict">What is made of the fact now.</param>
    /// <param name="before">What people have decided about it already; null for nothing.</param>
    /// <param name="quote">The digest of the customer's quote that it is put with; null where the customer has none.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="authority">Who asks, and what they have to do with that quote.</param>
    public static Decision<FactDecision> Give(Verdict verdict, FactDecision? before, string? quote, string reason, ReviewAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Refuse(reason, authority) is { } refusal ? refusal
            : verdict.State is not (MatchState.Unmatched or MatchState.Rejected)
                ? new Refusal(RefusalKind.Precondition, "NOT_UNMATCHED", "This payment is a quote's already, or waits for a decision about those that it looks like. Look at it again.")
                {
                    Facts = new Dictionary<string, string> { ["state"] = $"{verdict.State}" },
                }
            : quote is null
                ? new Refusal(RefusalKind.Precondition, "NO_QUOTE", "No quote was sent to this customer on this chain, or it was said that the payment is none of those. Enter the paying account as the customer's: then it is known whose it is.")
            : Decision<FactDecision>.Emit(new FactDecision(verdict.FactId, quote, before?.Excluded ?? new HashSet<string>()));
    }

    /// <summary>Takes a match back that turned out to be wrong, or a rejection.</summary>
    /// <param name="verdict">What is made of the fact now.</param>
    /// <param name="before">What people have decided about it already; null for nothing.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="authority">Who asks.</param>
    public static Decision<FactDecision> Reverse(Verdict verdict, FactDecision? before, string reason, ReviewAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (Refuse(reason, authority) is { } refusal)
        {
            return refusal;
        }

        return (verdict.State, verdict.Digest) switch
        {
            (MatchState.Rejected, _) => Decision<FactDecision>.Emit(new FactDecision(verdict.FactId, null, new HashSet<string>())),
            (MatchState.Counted or MatchState.Surplus or MatchState.OutsideTerms, { } digest) => Decision<FactDecision>.Emit(
                new FactDecision(verdict.FactId, null, (before?.Excluded ?? new HashSet<string>()).Append(digest).ToHashSet(StringComparer.Ordinal))),
            _ => new Refusal(RefusalKind.Precondition, "NOT_MATCHED", "This paid event is matched to no quote, so there is nothing to take back.")
            {
                Facts = new Dictionary<string, string> { ["state"] = $"{verdict.State}" },
            },
        };
    }

    private static Refusal? Refuse(string reason, ReviewAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(authority);
        var (length, actor) = (reason.Trim().Length, authority.Actor);
        return length is < ReasonLengthMin or > ReasonLengthMax
            ? Refusal.InvalidField("reason", $"is {length} characters long; {ReasonLengthMin} to {ReasonLengthMax} are needed, so that others can understand it later.")
            : !actor.Is(Role.TeamLead, Role.HeadOfSales)
                ? new(RefusalKind.Forbidden, "NOT_A_REVIEWER", "A team lead or the head of sales decides about matches.")
            : authority.Beneficiaries.Contains(actor.Id)
                ? new(RefusalKind.Forbidden, "BENEFICIARY", "Nobody decides about a match that is their own success. Ask another team lead or the head of sales.")
            : !actor.Is(Role.HeadOfSales) && authority.Teams.Count > 0 && !authority.Teams.Overlaps(actor.Teams)
                ? new(RefusalKind.Forbidden, "NOT_YOUR_TEAM", "A team lead decides about quotes of their own teams; the head of sales about all.")
            : null;
    }
}
