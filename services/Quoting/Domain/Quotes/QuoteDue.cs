using CoretimeDesk.Quoting.Approvals;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// What time alone has done to a quote. A function, not a job: whoever touches a quote records this first, and a sweeper only makes it prompt. Looked at late,
/// twice or by several, the events are the same, with the instants that were due.
/// </summary>
public static class QuoteDue
{
    /// <summary>The events up to an instant, in order. Nothing is ever approved by silence.</summary>
    public static IReadOnlyList<QuoteEvent> By(DateTimeOffset now, Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var events = new List<(DateTimeOffset At, QuoteEvent Event)>();
        foreach (var revision in quote.Revisions)
        {
            if (revision is { State: QuoteState.Sent, Snapshot: { } sent } && sent.ValidUntil <= now)
            {
                events.Add((sent.ValidUntil, new QuoteEvent.Expired(revision.Number, sent.Clock, sent.ValidUntil)));
            }

            if (revision is { State: QuoteState.Submitted, Judgement: { } judgement })
            {
                foreach (var asked in revision.Round.Where(a => a.State == ApprovalState.Asked))
                {
                    events.AddRange(Escalations(asked, judgement, now));
                }
            }
        }

        return [.. events.OrderBy(e => e.At).Select(e => e.Event)];
    }

    /// <summary>The state of a revision at an instant, whether it was recorded yet or not.</summary>
    public static QuoteState StateAt(QuoteRevision revision, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision is { State: QuoteState.Sent, Snapshot: { } sent } && sent.ValidUntil <= now ? QuoteState.Expired : revision.State;
    }

    private static IEnumerable<(DateTimeOffset At, QuoteEvent Event)> Escalations(Approval asked, Judgement judgement, DateTimeOffset now)
    {
        // After the last step nobody is above: it is noted once that it is overdue, and waits on.
        while (asked.DueAt <= now && asked.Escalations <= judgement.HigherSteps.Count)
        {
            var at = asked.DueAt;
            var higher = asked.Escalations < judgement.HigherSteps.Count ? judgement.HigherSteps[asked.Escalations] : null;
            asked = asked with
            {
                Escalations = asked.Escalations + 1,
                EscalatedAt = at,
                EscalatedTo = higher is null ? asked.EscalatedTo : [.. asked.EscalatedTo.Union(higher.Roles, StringComparer.Ordinal)],
                DueAt = higher is null ? at : at.AddHours(higher.SlaHours),
            };
            yield return (at, new QuoteEvent.Escalated(asked));
        }
    }
}
