using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Calendar;

/// <summary>A month of a draw.</summary>
/// <param name="Month">The month.</param>
/// <param name="Net">What the statement pays.</param>
/// <param name="Advance">What is paid beside it, to reach the draw.</param>
/// <param name="Recovered">What is kept back of it for earlier advances.</param>
/// <param name="Balance">What was advanced and not recovered: negative, or zero.</param>
public sealed record DrawMonth(Month Month, BigInteger Net, BigInteger Advance, BigInteger Recovered, BigInteger Balance)
{
    /// <summary>What the participant gets.</summary>
    public BigInteger Paid => Net + Advance - Recovered;
}

/// <summary>An advance that commissions make up for.</summary>
public static class DrawAccount
{
    /// <summary>Month by month, from the first of the draw to the last statement or the draw's end, whichever is later.</summary>
    /// <param name="draw">The draw.</param>
    /// <param name="first">Its first month.</param>
    /// <param name="recoverBp">The most of a statement that is kept back.</param>
    /// <param name="statements">The participant's statements.</param>
    public static ImmutableArray<DrawMonth> Of(Draw draw, Month first, uint recoverBp, IEnumerable<Statement> statements)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(statements);
        var nets = statements.Where(s => s.Month >= first).ToDictionary(s => s.Month, s => s.Net);
        var months = ImmutableArray.CreateBuilder<DrawMonth>();
        var (month, balance, left) = (first, BigInteger.Zero, draw.Months);
        while (left > 0 || nets.Keys.Any(m => m >= month))
        {
            months.Add(Of(left > 0 ? draw : null, month, nets.GetValueOrDefault(month), balance, recoverBp));
            (balance, month, left) = (months[^1].Balance, month.Next, left - 1);
        }

        return months.ToImmutable();
    }

    /// <summary>One month: a draw fills it up, or else makes up for what was advanced before.</summary>
    /// <param name="draw">The draw that runs in it; null for none.</param>
    /// <param name="month">The month.</param>
    /// <param name="net">What its statement pays.</param>
    /// <param name="balance">What was advanced and not recovered before it: negative, or zero.</param>
    /// <param name="recoverBp">The most of a statement that is kept back.</param>
    public static DrawMonth Of(Draw? draw, Month month, BigInteger net, BigInteger balance, uint recoverBp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(balance, BigInteger.Zero);
        var advance = draw is null ? 0 : BigInteger.Max((BigInteger)draw.Monthly.Value - net, 0);
        var recovered = draw is null ? BigInteger.Min(-balance, BigInteger.Max(net, 0) * recoverBp / BasisPoints.One) : 0;
        return new(month, net, advance, recovered, balance + recovered - advance);
    }
}
