using System.Numerics;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>One participant's account of one event. The overlay has its own, also where who gets it is in the split as well.</summary>
internal sealed class EventShare(string participant, BigInteger due)
{
    private readonly List<(DateTimeOffset At, BigInteger Left)> _earnings = [];

    public string Participant { get; } = participant;

    /// <summary>What is due in all, after corrections.</summary>
    public BigInteger Due { get; private set; } = due;

    public BigInteger Accrued { get; private set; } = due;

    public BigInteger Earned { get; private set; }

    /// <summary>Earns what has been delivered and not earned yet; zero when there is nothing.</summary>
    public BigInteger Earn(DateTimeOffset at, EarnWork work)
    {
        var more = work.Target - Earned;
        if (more.Sign <= 0)
        {
            return 0;
        }

        Earned += more;
        _earnings.Add((at, more));
        return more;
    }

    /// <summary>Makes another amount due, and takes back what was earned too much, as far as it can be.</summary>
    /// <param name="due">What is due now.</param>
    /// <param name="entitled">What may be earned of it by now.</param>
    /// <param name="at">When.</param>
    /// <param name="clawbackDays">How long a payment can be taken back.</param>
    public ShareCorrection Correct(BigInteger due, BigInteger entitled, DateTimeOffset at, int clawbackDays)
    {
        var (dueBefore, unearnedBefore, earnedBefore) = (Due, Accrued - Earned, Earned);
        var (reversed, clawedBack) = (new List<TakenFrom>(), new List<TakenFrom>());
        var tooMuch = BigInteger.Max(Earned - entitled, BigInteger.Zero);
        for (var i = _earnings.Count - 1; i >= 0 && tooMuch.Sign > 0; i--)
        {
            var (earnedAt, left) = _earnings[i];
            var taken = BigInteger.Min(left, tooMuch);
            tooMuch -= taken;
            var isSameMonth = Month.Of(earnedAt) == Month.Of(at);
            if (taken.IsZero || !(isSameMonth || at < Month.Of(earnedAt).PayDay().PlusDays(clawbackDays)))
            {
                continue; // Paid too long ago: it stays with the participant.
            }

            (isSameMonth ? reversed : clawedBack).Add(new(earnedAt, taken));
            _earnings[i] = (earnedAt, left - taken);
            Earned -= taken;
        }

        var unearned = BigInteger.Max(due, Earned) - Earned;
        (Due, Accrued) = (due, Earned + unearned);
        return new(unearned - unearnedBefore, reversed, clawedBack, dueBefore, unearnedBefore, earnedBefore);
    }
}

/// <summary>What a correction did to a share.</summary>
/// <param name="Cancelled">The change of what is due and not earned.</param>
/// <param name="Reversed">What was taken off the same month.</param>
/// <param name="ClawedBack">What was taken off earlier months.</param>
/// <param name="DueBefore">What was due before.</param>
/// <param name="UnearnedBefore">What was accrued and not earned before.</param>
/// <param name="EarnedBefore">What was earned before.</param>
internal sealed record ShareCorrection(BigInteger Cancelled, List<TakenFrom> Reversed, List<TakenFrom> ClawedBack, BigInteger DueBefore, BigInteger UnearnedBefore, BigInteger EarnedBefore);
