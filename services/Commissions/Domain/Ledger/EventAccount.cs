using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>One payment's commission from accrual to the last correction.</summary>
internal sealed class EventAccount
{
    private readonly Paid _paid;
    private readonly Accepted _acceptance;
    private readonly CommissionPlan _plan;
    private readonly uint? _overlayBp;
    private readonly List<EventShare> _shares = [];
    private readonly BigInteger _timeslices;
    private readonly List<LedgerLine> _lines;
    private ImmutableArray<RatePiece> _pieces;
    private BigInteger _delivered;

    /// <param name="paid">The payment.</param>
    /// <param name="acceptance">What it is paid by.</param>
    /// <param name="plan">The acceptance's plan.</param>
    /// <param name="pieces">The base by rate.</param>
    /// <param name="hasOverlay">It is a renewal that the overlay is for.</param>
    /// <param name="lines">Where lines go.</param>
    public EventAccount(Paid paid, Accepted acceptance, CommissionPlan plan, ImmutableArray<RatePiece> pieces, bool hasOverlay, List<LedgerLine> lines)
    {
        (_paid, _acceptance, _plan, _pieces, _lines) = (paid, acceptance, plan, pieces, lines);
        _overlayBp = hasOverlay && acceptance.Csm is not null ? plan.Overlay?.Bp : null;
        // What is bought on demand is delivered with the block: as one timeslice of one.
        (_timeslices, _delivered) = paid.How == PaidHow.OnDemand ? (1, 1) : (paid.Timeslices, 0);
        var (shares, overlay) = Dues();
        Rated = new(paid.Id, acceptance.Owner, plan.Id, Rating.Base(pieces), pieces, Rating.Commission(pieces), overlay ?? BigInteger.Zero);
        foreach (var share in shares)
        {
            _shares.Add(new(share.Participant, share.Planck));
            Add(paid, LineKind.Accrue, share.Participant, share.Planck, new ShareWork(Rated.Base, pieces, Rated.Commission, plan.FlatBp, share));
        }

        if (overlay is { } planck)
        {
            _shares.Add(new(acceptance.Csm!, planck));
            Add(paid, LineKind.Accrue, acceptance.Csm!, planck, new OverlayWork(Rated.Base, _overlayBp!.Value));
        }

        Earn(paid);
    }

    /// <summary>The event as it was accrued.</summary>
    public RatedEvent Rated { get; }

    /// <summary>What is left of the base, after corrections.</summary>
    public BigInteger Base => Rating.Base(_pieces);

    public DateTimeOffset At => _paid.At;

    public void Apply(AboutPayment fact)
    {
        switch (fact)
        {
            case Delivered delivered when _paid.How != PaidHow.OnDemand:
                _delivered = BigInteger.Min(_delivered + delivered.Timeslices, _timeslices);
                Earn(fact);
                break;
            case LateRebate rebate:
                Correct(fact, Rating.Shrink(_pieces, rebate.Amount.Value));
                break;
            case Reversed:
                Correct(fact, []);
                break;
            default:
                break;
        }
    }

    private (ImmutableArray<Share> Shares, BigInteger? Overlay) Dues() =>
        (Shares.Divide(Rating.Commission(_pieces), _acceptance.Split.Shares), _overlayBp is { } bp ? Rating.Overlay(Rating.Base(_pieces), bp) : null);

    private void Earn(CommissionFact cause)
    {
        foreach (var share in _shares)
        {
            var work = new EarnWork(share.Due, _delivered, _timeslices, share.Earned);
            Add(cause, LineKind.Earn, share.Participant, share.Earn(cause.At, work), work);
        }
    }

    private void Correct(CommissionFact cause, ImmutableArray<RatePiece> pieces)
    {
        _pieces = pieces;
        var (shares, overlay) = Dues();
        var amount = Rating.Base(pieces);
        foreach (var (index, share) in _shares.Index())
        {
            var due = index < shares.Length ? shares[index].Planck : overlay!.Value;
            var entitled = new EarnWork(due, _delivered, _timeslices, share.Earned);
            var done = share.Correct(due, entitled.Target, cause.At, _plan.ClawbackDays);
            Add(cause, LineKind.Cancel, share.Participant, done.Cancelled, new CancelWork(amount, pieces, due, done.DueBefore, done.UnearnedBefore, share.Earned));
            Take(LineKind.Reverse, done.Reversed);
            Take(LineKind.Clawback, done.ClawedBack);

            void Take(LineKind kind, List<TakenFrom> taken) =>
                Add(cause, kind, share.Participant, -taken.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Planck), new TakeWork(entitled, done.EarnedBefore, [.. taken]));
        }

        // The largest remainder may have moved a planck to somebody, who has earned it if it is delivered.
        Earn(cause);
    }

    private void Add(CommissionFact cause, LineKind kind, string participant, BigInteger planck, LineWork work)
    {
        if (!planck.IsZero)
        {
            _lines.Add(new(cause.At, kind, _paid.Id, participant, planck, cause.Id, work));
        }
    }
}
