using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>An approval, and when it was decided.</summary>
internal sealed class ApprovalState(ApprovalSubmitted submitted)
{
    /// <summary>The earliest of the facts that say so.</summary>
    public ApprovalSubmitted Submitted { get; set; } = submitted;

    /// <summary>The first decision.</summary>
    public ApprovalDecided? Decided { get; set; }

    /// <summary>From submission to decision, in ticks; null while there is none. Below zero when the submission was stated too late.</summary>
    public long? Took => Decided?.Ticks() - Submitted.Ticks();

    public bool IsOverSla => Took > SlaTicks;

    /// <summary>The last instant that is in time, in ticks; null when the calendar ends before it.</summary>
    public long? Due => SlaTicks <= DateTime.MaxValue.Ticks - Submitted.Ticks() ? Submitted.Ticks() + SlaTicks : null;

    private long SlaTicks => Submitted.SlaHours > DateTime.MaxValue.Ticks / TimeSpan.TicksPerHour ? long.MaxValue : Submitted.SlaHours * TimeSpan.TicksPerHour;

    /// <summary>Waits for longer than was promised just before an instant.</summary>
    public bool IsOverdueAt(long ticks) => Due < ticks && (Decided is null || Decided.Ticks() >= ticks);

    /// <summary>Enters it with sign 1, takes it out with sign −1.</summary>
    public void Enter(MonthBooks books, int sign)
    {
        if (Took is { } took)
        {
            var book = books.Open(Decided!.Ticks(), Touch.Decisions);
            book.OverSla += IsOverSla ? sign : 0;
            if (sign > 0)
            {
                book.Decisions.Add(took);
                book.Decided.Add(this);
            }
            else
            {
                book.Decisions.Remove(took);
                book.Decided.Remove(this);
            }
        }

        if (Due is not { } due)
        {
            return;
        }

        // Overdue at the ends of the months from the one in which it falls due until just before the one in which it is decided.
        var from = Month.Of(due);
        books.Open(from, Touch.OverdueApprovals).OverdueDelta += sign;
        if (Decided is not null)
        {
            var until = Month.Of(Decided.Ticks());
            books.Open(until < from ? from : until, Touch.OverdueApprovals).OverdueDelta -= sign;
        }
    }
}

/// <summary>All approvals.</summary>
internal sealed class ApprovalBook(MonthBooks books)
{
    private readonly Dictionary<string, ApprovalState> _approvals = new(StringComparer.Ordinal);
    private readonly HashSet<ApprovalState> _undecided = [];

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<ApprovalState> Approvals => _approvals.Values;

    /// <summary>How many wait for longer than was promised at an instant by which all is known: those that nobody has decided, or only then.</summary>
    public int OverdueAt(long ticks) => _undecided.Count(a => a.IsOverdueAt(ticks)) + books[Month.Of(ticks)].Decided.Count(a => a.IsOverdueAt(ticks));

    public bool HasApproval(string approval) => _approvals.ContainsKey(approval);

    public void Submit(ApprovalSubmitted fact)
    {
        if (!_approvals.TryGetValue(fact.Approval, out var approval))
        {
            _approvals.Add(fact.Approval, approval = new(fact));
            _undecided.Add(approval);
            approval.Enter(books, 1);
        }
        else if (FactOrder.IsEarlier(fact, approval.Submitted))
        {
            approval.Enter(books, -1);
            approval.Submitted = fact;
            approval.Enter(books, 1);
        }
    }

    public void Decide(ApprovalDecided fact)
    {
        var approval = _approvals[fact.Approval];
        _undecided.Remove(approval);
        if (FactOrder.IsEarlier(fact, approval.Decided))
        {
            approval.Enter(books, -1);
            approval.Decided = fact;
            approval.Enter(books, 1);
        }
    }
}
